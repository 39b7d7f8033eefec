import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// With streams and lists; what is in flight is counted from moment to moment, not by Little's law.
public final class Ex109LoadTest {
    private Ex109LoadTest() {}

    public static double percentile(double[] values, double percent) {
        List<Double> sorted = new ArrayList<>(DoubleStream.of(values).boxed().toList());
        sorted.removeIf(value -> value.isNaN());
        Collections.sort(sorted);
        double count = 0;
        for (double value : sorted) {
            if (++count * 100 >= percent * sorted.size()) {
                return value;
            }
        }
        return Double.NaN;
    }

    public static double[] timesPerToken(double[][] times, int[] tokens) {
        return IntStream.range(0, tokens.length).mapToDouble(i -> tokens[i] < 2 ? Double.NaN
                : (times[i][2] - times[i][1]) / (tokens[i] - 1)).toArray();
    }

    public static double tokensPerSecond(double[][] times, int[] tokens) {
        double begin = Stream.of(times).mapToDouble(each -> each[0]).min().orElseThrow();
        double end = Stream.of(times).mapToDouble(each -> each[2]).max().orElseThrow();
        return IntStream.of(tokens).sum() / (end - begin);
    }

    public static double inFlight(double[][] times) {
        double[] moments = Stream.of(times).flatMapToDouble(each -> DoubleStream.of(each[0],
                each[2])).sorted().toArray();
        double sum = 0;
        for (int i = 1; i < moments.length; i++) {
            double from = moments[i - 1];
            double to = moments[i];
            sum += (to - from) * Stream.of(times).filter(each -> each[0] <= from && to <= each[2])
                    .count();
        }
        return sum / (moments[moments.length - 1] - moments[0]);
    }
}
