import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Exercise 10.9: what a load test tells.
///
/// **Why.** A reader feels two things: how long nothing comes, and how fast the text grows then. A
/// mean hides the few that wait long, so one looks at percentiles. The owner of the server looks at
/// all requests together: those that overlap share the time, so their own times must not be added
/// up. Little's law ties both views: requests in flight = requests per second · seconds of each.
/// Source: Little (1961), "A proof for the queuing formula L = λW".
///
/// **Complexity.** O(requests · log requests), for sorting.
///
/// **Common mistakes.** The wait for the first token in the time per token; a division by the
/// tokens, not the steps between them; the mean of what single requests got for the throughput;
/// times added up though they overlap; an index that is one too high, so that the median of two is
/// the larger one.
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
        double[] perToken = new double[times.length];       // (requests)
        for (int i = 0; i < times.length; i++) {
            double span = times[i][LAST] - times[i][FIRST];
            perToken[i] = tokens[i] == 1 ? Double.NaN : span / (tokens[i] - 1);
        }
        return perToken;
    }

    public static double tokensPerSecond(double[][] times, int[] tokens) {
        return IntStream.of(tokens).asLongStream().sum() / duration(times);
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
