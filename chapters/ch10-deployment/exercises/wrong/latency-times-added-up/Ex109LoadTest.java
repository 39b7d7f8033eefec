import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;

public final class Ex109LoadTest {
    private static final int SENT = 0;
    private static final int FIRST = 1;
    private static final int LAST = 2;

    private Ex109LoadTest() {}

    public static double percentile(double[] values, double percent) {
        double[] sorted = Arrays.stream(values).filter(value -> !Double.isNaN(value)).sorted()
                .toArray();
        int rank = (int) Math.ceil(percent * sorted.length / 100);
        return sorted.length == 0 ? Double.NaN : sorted[rank - 1];
    }

    public static double[] timesPerToken(double[][] times, int[] tokens) {
        double[] perToken = new double[times.length];
        for (int i = 0; i < times.length; i++) {
            double span = times[i][LAST] - times[i][FIRST];
            perToken[i] = tokens[i] == 1 ? Double.NaN : span / (tokens[i] - 1);
        }
        return perToken;
    }

    public static double tokensPerSecond(double[][] times, int[] tokens) {
        return IntStream.of(tokens).asLongStream().sum()
                / Stream.of(times).mapToDouble(each -> each[LAST] - each[SENT]).sum();
    }

    private static double duration(double[][] times) {
        double begin = Double.POSITIVE_INFINITY;
        double end = Double.NEGATIVE_INFINITY;
        for (double[] each : times) {
            begin = Math.min(begin, each[SENT]);
            end = Math.max(end, each[LAST]);
        }
        return end - begin;
    }

    public static double inFlight(double[][] times) {
        double perSecond = times.length / duration(times);
        double meanTime = Stream.of(times).mapToDouble(each -> each[LAST] - each[SENT]).average()
                .orElseThrow();
        return perSecond * meanTime;
    }
}
