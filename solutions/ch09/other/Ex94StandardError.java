import java.util.Arrays;
import java.util.stream.IntStream;

/// By the formulas of the text, word by word: deviations from the mean, and errors of subjects.
public final class Ex94StandardError {
    private Ex94StandardError() {}

    public static double[] accuracy(boolean[] right) {
        double[] x = IntStream.range(0, right.length).mapToDouble(i -> right[i] ? 1 : 0).toArray();
        double mean = Arrays.stream(x).average().orElseThrow();
        double squares = Arrays.stream(x).map(each -> Math.pow(each - mean, 2)).sum();
        double deviation = Math.sqrt(squares / (x.length - 1));
        return new double[] {mean, deviation / Math.sqrt(x.length)};
    }

    public static double pooled(boolean[][] right) {
        int all = Arrays.stream(right).mapToInt(subject -> subject.length).sum();
        double sum = Arrays.stream(right).filter(subject -> subject.length > 1)
                .mapToDouble(subject -> (subject.length - 1) * subject.length
                        * Math.pow(accuracy(subject)[1], 2)).sum();
        return Math.sqrt(sum / (all - right.length) / all);
    }
}
