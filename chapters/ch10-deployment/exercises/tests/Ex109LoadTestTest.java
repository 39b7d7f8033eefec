import static llm.exercise.Expect.expect;

import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 10.9: what a load test tells")
class Ex109LoadTestTest {
    private static final double NONE = Double.NaN;
    private static final double[][] EXAMPLE = {{0, 0.5, 2.5}, {1, 2, 5}, {2, 2.25, 2.25}};
    private static final int[] TOKENS = {11, 31, 1};

    @Test
    @DisplayName("the three requests of the text")
    void givesTheWorkedExample() {
        percentile("the median time to the first token", 50, 0.5, 1, 0.25).toBe(0.5, 1e-9);
        percentile("the 90th percentile of the time to the first token", 90, 0.5, 1, 0.25)
                .toBe(1.0, 1e-9);
        percentile("the median time per token", 50, 0.2, 0.1, NONE).toBe(0.1, 1e-9);
        perToken("the times per token", EXAMPLE, TOKENS).toBe(new double[] {0.2, 0.1, NONE}, 1e-9);
        throughput("the tokens per second", EXAMPLE, TOKENS).toBe(8.6, 1e-9);
        inFlight("the requests in flight", EXAMPLE).toBe(1.35, 1e-9);
    }

    @Test
    @DisplayName("a percentile is one of the values")
    void ranks() {
        percentile("the median of four", 50, 4, 1, 3, 2).toBe(2.0, 1e-9);
        percentile("25 percent of four", 25, 4, 1, 3, 2).toBe(1.0, 1e-9);
        percentile("26 percent of four", 26, 4, 1, 3, 2).toBe(2.0, 1e-9);
        percentile("100 percent of four", 100, 4, 1, 3, 2).toBe(4.0, 1e-9);
        percentile("half a percent of four", 0.5, 4, 1, 3, 2).toBe(1.0, 1e-9);
        percentile("99 percent of one", 99, 7).toBe(7.0, 1e-9);
        percentile("the median of equal ones", 50, 3, 9, 3, 3, 1).toBe(3.0, 1e-9);
        percentile("75 percent where some are NaN", 75, NONE, 5, NONE, 1, 2, NONE, 3)
                .toBe(3.0, 1e-9);
        percentile("the median of none", 50, NONE, NONE).toBe(NONE);
    }

    @Test
    @DisplayName("what overlaps shares the time")
    void sharesTime() {
        double[][] same = {{10, 11, 14}, {10, 12, 14}, {10, 13, 14}};
        throughput("the tokens per second of three at once", same, 20, 20, 20).toBe(15.0, 1e-9);
        inFlight("the requests in flight of three at once", same).toBe(3.0, 1e-9);
        double[][] turns = {{3, 4, 5}, {0, 1, 2}, {6, 6.5, 8}};
        throughput("the tokens per second of three in turn", turns, 5, 6, 5).toBe(2.0, 1e-9);
        inFlight("the requests in flight of three in turn", turns).toBe(0.75, 1e-9);
        perToken("the times per token of three in turn", turns, 5, 6, 2)
                .toBe(new double[] {0.25, 0.2, 1.5}, 1e-9);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("any load test")
    void anyLoadTest(RandomGenerator random) {
        for (int i = 0; i < 6; i++) {
            int requests = new int[] {7, 9, 11, 13}[random.nextInt(4)];
            double[][] times = IntStream.range(0, requests).mapToObj(_ -> {
                int sent = random.nextInt(100);
                int first = sent + random.nextInt(1, 20);
                return new double[] {sent, first, first + random.nextInt(1, 30)};
            }).toArray(double[][]::new);
            int[] tokens = random.ints(requests, 2, 40).toArray();
            double[] steps = IntStream.range(0, requests).mapToDouble(r ->
                    (times[r][2] - times[r][1]) / (tokens[r] - 1)).toArray();
            perToken("the times per token of another test", times, tokens).toBe(steps, 1e-9);
            double percent = new double[] {50, 90, 95, 99}[random.nextInt(4)];
            percentile("a percentile of another test", percent, steps).toBe(DoubleStream.of(steps)
                    .filter(step -> 100 * DoubleStream.of(steps).filter(other -> other <= step)
                            .count() >= percent * requests).min().orElseThrow(), 1e-9);
            throughput("the tokens per second of another test", times, tokens)
                    .toBe(IntStream.of(tokens).sum() / length(times), 1e-9);
            // Second by second, since all times are whole numbers.
            double moments = IntStream.range(0, 200).mapToLong(second -> Stream.of(times)
                    .filter(each -> each[0] <= second && second < each[2]).count()).sum();
            inFlight("the requests in flight of another test", times)
                    .toBe(moments / length(times), 1e-9);
        }
    }

    private static double length(double[][] times) {
        return Stream.of(times).mapToDouble(each -> each[2]).max().orElseThrow()
                - Stream.of(times).mapToDouble(each -> each[0]).min().orElseThrow();
    }

    private static Expect percentile(String what, double percent, double... values) {
        double[] probed = DoubleStream.of(25, 50, 60, 100).map(each -> Ex109LoadTest.percentile(
                new double[] {40, 10, 30, 20}, each)).toArray();
        double[] withNone = DoubleStream.of(50, 75).map(each -> Ex109LoadTest.percentile(
                new double[] {NONE, 10, NONE, 20}, each)).toArray();
        return expect(what, Ex109LoadTest.percentile(values.clone(), percent))
                .mistakeIf(is(probed, 40, 10, 30, 20), "percentile-unsorted", "the values are not "
                        + "sorted")
                .mistakeIf(is(probed, 20, 30, 30, 40), "percentile-one-too-high", "the rank is "
                        + "counted from 1 and the index from 0, so the next larger value comes out")
                .mistakeIf(is(probed, 17.5, 25, 28, 40), "percentile-between-values",
                        "it lies between two values: take the one with the rank, rounded up")
                .mistakeIf(is(probed, 10, 20, 20, 40), "percentile-rounded-down",
                        "the rank is rounded down: fewer than so many percent are no larger")
                .mistakeIf(is(probed, 10, 20, 30, 40) && is(withNone, 20, NONE),
                        "percentile-counts-nan", "NaN counts as a value: leave it out first");
    }

    private static boolean is(double[] probed, double... seen) {
        return IntStream.range(0, seen.length).allMatch(i -> Double.isNaN(seen[i])
                ? Double.isNaN(probed[i]) : Math.abs(seen[i] - probed[i]) < 1e-9);
    }

    private static Expect perToken(String what, double[][] times, int... tokens) {
        Expect expect = expect(what, Ex109LoadTest.timesPerToken(copy(times), tokens.clone()))
                .mistake("latency-divided-by-tokens", "the time is divided by the tokens: between "
                        + "them there is one step less", perToken(times, tokens, 1, 0, false))
                .mistake("latency-divided-by-tokens", "the time is divided by the tokens: between "
                        + "them there is one step less", perToken(times, tokens, 1, 0, true));
        for (int less : new int[] {0, 1}) {
            for (boolean single : new boolean[] {false, true}) {
                expect.mistake("latency-with-the-wait", "the wait for the first token is in the "
                        + "time per token: it has a number of its own",
                        perToken(times, tokens, 0, less, single));
            }
        }
        return expect;
    }

    /// With mistakes.
    ///
    /// @param from   which time is the first
    /// @param less   what is taken from the tokens
    /// @param single whether there is a number for a single token
    private static double[] perToken(double[][] times, int[] tokens, int from, int less,
            boolean single) {
        return IntStream.range(0, tokens.length).mapToDouble(i -> tokens[i] == 1 && !single ? NONE
                : (times[i][2] - times[i][from]) / (tokens[i] - less)).toArray();
    }

    private static Expect throughput(String what, double[][] times, int... tokens) {
        double all = IntStream.of(tokens).sum();
        double begin = Stream.of(times).mapToDouble(each -> each[1]).min().orElseThrow();
        return expect(what, Ex109LoadTest.tokensPerSecond(copy(times), tokens.clone()))
                .mistake("latency-times-added-up", "the times of the requests are added up: those "
                        + "that overlap share them", all / sum(times, 0))
                .mistake("latency-mean-of-rates", "this is what one request gets on average: it is "
                        + "to be what all get together", IntStream.range(0, tokens.length)
                        .mapToDouble(i -> tokens[i] / (times[i][2] - times[i][0])).average()
                        .orElseThrow())
                .mistake("latency-from-the-first-token", "the test begins when the first request "
                        + "is sent, not with the first token", all / (length(times) + Stream
                        .of(times).mapToDouble(each -> each[0]).min().orElseThrow() - begin));
    }

    private static double sum(double[][] times, int from) {
        return Stream.of(times).mapToDouble(each -> each[2] - each[from]).sum();
    }

    private static Expect inFlight(String what, double[][] times) {
        double sent = Stream.of(times).mapToDouble(each -> each[0]).max().orElseThrow()
                - Stream.of(times).mapToDouble(each -> each[0]).min().orElseThrow();
        double peak = Stream.of(times).mapToDouble(each -> each[0]).mapToLong(moment -> Stream
                .of(times).filter(each -> each[0] <= moment && moment < each[2]).count()).max()
                .orElseThrow();
        return expect(what, Ex109LoadTest.inFlight(copy(times)))
                .mistake("latency-in-flight-at-most", "this is the largest number at the same "
                        + "time: it is to be the mean over the test", peak)
                .mistake("latency-rate-while-sending", "requests per second are taken over the "
                        + "time of sending alone: it is to be the whole test",
                        sum(times, 0) / sent)
                .mistake("latency-in-flight-without-the-wait", "a request is under way from the "
                        + "time when it is sent, not from its first token on",
                        sum(times, 1) / length(times))
                .mistake("latency-mean-time-alone", "this is the mean time of a request: it is to "
                        + "be multiplied by the requests per second", sum(times, 0) / times.length);
    }

    private static double[][] copy(double[][] times) {
        return Stream.of(times).map(double[]::clone).toArray(double[][]::new);
    }
}
