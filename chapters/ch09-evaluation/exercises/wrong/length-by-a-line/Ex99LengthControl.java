import java.util.Arrays;

public final class Ex99LengthControl {
    private Ex99LengthControl() {}

    public static double[] fit(double[] preferences, int[] lengthDifferences) {
        double mean = Arrays.stream(lengthDifferences).average().orElseThrow();
        double s = Math.sqrt(Arrays.stream(lengthDifferences)
                .mapToDouble(d -> (d - mean) * (d - mean)).sum() / (lengthDifferences.length - 1));
        double[] x = Arrays.stream(lengthDifferences).mapToDouble(d -> Math.tanh(d / s)).toArray();
        double meanX = Arrays.stream(x).average().orElseThrow();
        double meanY = Arrays.stream(preferences).average().orElseThrow() - 1;
        double xy = 0;
        double xx = 0;
        for (int i = 0; i < x.length; i++) {
            xy += (x[i] - meanX) * (preferences[i] - 1 - meanY);
            xx += (x[i] - meanX) * (x[i] - meanX);
        }
        double coefficient = xy / xx;
        return new double[] {coefficient, meanY - coefficient * meanX};
    }

    public static double winRate(double[] preferences, int[] lengthDifferences) {
        return 100 * fit(preferences, lengthDifferences)[1];
    }
}
