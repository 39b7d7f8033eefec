import static llm.exercise.Expect.expect;

import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
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
@DisplayName("Exercise 9.5: both orders judged")
class Ex95BothOrdersTest {
    private static final double NONE = Double.NaN;
    private static final double[][] EXAMPLE = {{2, 2}, {1, 1}, {1, 2}};

    @Test
    @DisplayName("the judge of the text prefers long answers, then the first")
    void givesTheWorkedExample() {
        BiFunction<String, String, String> judge = (first, second) ->
                first.length() >= second.length() ? "A" : "B";
        preferences("the preferences of the text", judge, new String[] {"no", "it is red", "blue"},
                new String[] {"yes it is", "red", "pink"}).toBe(EXAMPLE);
        flips("the flips of the text", EXAMPLE).toBe(1);
        winRate("the win rate of the text", EXAMPLE).toBe(new double[] {50, 28.867513}, 1e-4);
    }

    @Test
    @DisplayName("a judge may be biased, undecided, or say something else")
    void asksAnyJudge() {
        String[] baseline = {"one", "two", "three"};
        String[] model = {"1", "2", "3"};
        preferences("the preferences of a judge that always takes the first", (_, _) -> "A",
                baseline, model).toBe(new double[][] {{1, 2}, {1, 2}, {1, 2}});
        preferences("the preferences of a judge that sees draws only", (_, _) -> "draw",
                baseline, model).toBe(new double[][] {{1.5, 1.5}, {1.5, 1.5}, {1.5, 1.5}});
        preferences("the preferences of a judge that knows no \"2\"", (first, second) ->
                first.equals("2") ? "I cannot say" : first.length() > 1 ? "B" : "A",
                baseline, model).toBe(new double[][] {{2, 2}, {2, NONE}, {2, 2}});
    }

    @Test
    @DisplayName("draws flip only if the other order is no draw")
    void countsFlips() {
        flips("the flips of four kinds of pairs",
                new double[][] {{1.5, 1.5}, {1.5, 2}, {1, 1.5}, {2, 2}}).toBe(2);
        flips("the flips where verdicts are missing",
                new double[][] {{1, NONE}, {NONE, NONE}, {2, 1}, {NONE, 2}, {1, 1}}).toBe(1);
    }

    @Test
    @DisplayName("a pair counts once, and only with both verdicts")
    void leavesOutTheUnclear() {
        winRate("a win rate with draws", new double[][] {{2, 2}, {1.5, 2}, {1.5, 1.5}, {2, 2}})
                .toBe(new double[] {81.25, 11.967839}, 1e-4);
        winRate("a win rate where verdicts are missing",
                new double[][] {{2, 2}, {1, NONE}, {1.5, 2}, {NONE, NONE}, {1, 1}, {2, 2}})
                .toBe(new double[] {68.75, 23.662125}, 1e-4);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("any judge, any pairs")
    void anyPairs(RandomGenerator random) {
        int pairs = random.nextInt(12, 20);
        String[] baseline = IntStream.range(0, pairs).mapToObj(i -> "b" + i).toArray(String[]::new);
        String[] model = IntStream.range(0, pairs).mapToObj(i -> "m" + i).toArray(String[]::new);
        double[][] verdicts = Stream.generate(() -> random.ints(2, 0, 12).mapToDouble(drawn ->
                drawn == 0 ? NONE : drawn < 3 ? 1.5 : drawn < 6 ? 1 : 2).toArray())
                .limit(pairs).toArray(double[][]::new);
        double[][] some = {{2, 2}, {1, 1}, {1, 2}, {NONE, 1}, {1.5, 2}};
        System.arraycopy(some, 0, verdicts, 0, some.length);
        preferences("the preferences of another judge", (first, second) -> {
            boolean modelFirst = first.startsWith("m");
            double verdict = verdicts[Integer.parseInt(first.substring(1))][modelFirst ? 1 : 0];
            return Double.isNaN(verdict) ? "no idea" : verdict == 1.5 ? "draw"
                    : verdict == 2 == modelFirst ? "A" : "B";
        }, baseline, model).toBe(verdicts);
        flips("the flips of more pairs", verdicts).toBe((int) Stream.of(verdicts)
                .filter(each -> Math.abs(each[0] - each[1]) > 0).count());
        winRate("the win rate of more pairs", verdicts)
                .toBe(rate(1, Stream.of(verdicts).mapToDouble(Ex95BothOrdersTest::mean)), 1e-4);
    }

    private static double mean(double[] both) {
        return both[0] / 2 + both[1] / 2;
    }

    /// Of the values that are numbers, with `n − less` under the sum of squares, which is
    /// `Σ x² − n · mean²`.
    private static double[] rate(int less, DoubleStream preferences) {
        double[] x = preferences.filter(each -> !Double.isNaN(each)).map(each -> 100 * (each - 1))
                .toArray();
        double mean = Arrays.stream(x).average().orElse(0);
        double squares = Arrays.stream(x).map(each -> each * each).sum()
                - x.length * mean * mean;
        return new double[] {mean, Math.sqrt(Math.max(0, squares) / (x.length - less) / x.length)};
    }

    private static Expect preferences(String what, BiFunction<String, String, String> judge,
            String[] baseline, String[] model) {
        double[][] first = IntStream.range(0, model.length).mapToObj(i -> new double[] {
                verdict(judge.apply(baseline[i], model[i])),
                verdict(judge.apply(model[i], baseline[i]))}).toArray(double[][]::new);
        return expect(what, Ex95BothOrders.preferences(judge, baseline.clone(), model.clone()))
                .mistake("judge-not-swapped-back", "the second verdict is not turned round: with "
                        + "the model's answer first, A speaks for the model", first)
                .mistake("judge-asked-in-one-order", "both preferences are those of one order: ask "
                        + "again with the model's answer first", Stream.of(first)
                        .map(each -> new double[] {each[0], each[0]}).toArray(double[][]::new))
                .mistake("judge-prefers-the-baseline", "1 and 2 are swapped: 1 is for the baseline "
                        + "and 2 for the model", each(first, p -> new double[] {3 - p[0], p[1]}))
                .mistake("judge-unclear-as-draw", "no verdict is taken for a draw: it says "
                        + "nothing, and is NaN", each(first, p -> new double[] {clear(p[0]),
                            3 - clear(p[1])}));
    }

    private static double[][] each(double[][] pairs, UnaryOperator<double[]> to) {
        return Stream.of(pairs).map(to).toArray(double[][]::new);
    }

    private static double clear(double verdict) {
        return Double.isNaN(verdict) ? 1.5 : verdict;
    }

    /// 1 for the first, 2 for the second.
    private static double verdict(String said) {
        return said.equals("A") ? 1 : said.equals("B") ? 2 : said.equals("draw") ? 1.5 : NONE;
    }

    /// A mistake is named by which of these it takes for flips.
    private static final double[][] PROBES = {{1.5, 1.5}, {1.5, 2}, {1, 1.5}, {1, 2}, {2, 1},
        {2, 2}, {1, NONE}, {NONE, NONE}};

    private static Expect flips(String what, double[][] pairs) {
        int[] probed = Stream.of(PROBES).mapToInt(each ->
                Ex95BothOrders.flips(new double[][] {each.clone()})).toArray();
        return expect(what, Ex95BothOrders.flips(copy(pairs)))
                .mistakeIf(Arrays.equals(probed, new int[] {1, 0, 0, 1, 1, 0, 0, 0}),
                        "judge-flips-of-means", "a mean of 1.5 is taken for a flip: two draws have "
                        + "it as well, and a draw and a win have not")
                .mistakeIf(Arrays.equals(probed, new int[] {0, 0, 0, 1, 1, 0, 0, 0}),
                        "judge-flips-without-draws", "only a change from one answer to the other "
                        + "is counted: from a draw to a win the verdict changes, too")
                .mistakeIf(probed[5] == 0 && probed[6] == 1 && probed[7] == 1,
                        "judge-flips-of-unclear", "a pair without a verdict counts as a flip: NaN "
                        + "differs from all numbers, even from itself");
    }

    private static Expect winRate(String what, double[][] pairs) {
        return expect(what, Ex95BothOrders.winRate(copy(pairs)))
                .mistake("judge-orders-as-pairs", "each order counts as a pair of its own: the two "
                        + "verdicts on a pair are not independent, so the error is too small",
                        rate(1, Stream.of(pairs).filter(p -> !Double.isNaN(mean(p)))
                                .flatMapToDouble(Arrays::stream)))
                .mistake("judge-error-with-n", "the squares are divided by the pairs: it is one "
                        + "less", rate(0, Stream.of(pairs).mapToDouble(Ex95BothOrdersTest::mean)))
                .mistake("judge-unclear-as-draw", "no verdict is taken for a draw: such a pair "
                        + "does not count", rate(1, Stream.of(pairs).mapToDouble(p ->
                        Double.isNaN(mean(p)) ? 1.5 : mean(p))))
                .mistake("judge-half-clear-counts", "a pair with one verdict counts: in the other "
                        + "order it might have been different", rate(1, Stream.of(pairs)
                        .mapToDouble(p -> Double.isNaN(p[0]) ? p[1] : Double.isNaN(p[1]) ? p[0]
                                : mean(p))))
                .mistake("judge-wins-alone", "only pairs that win in both orders count: a draw is "
                        + "half a win", rate(1, Stream.of(pairs).mapToDouble(p ->
                        Double.isNaN(mean(p)) ? NONE : mean(p) == 2 ? 2 : 1)));
    }

    private static double[][] copy(double[][] pairs) {
        return Stream.of(pairs).map(double[]::clone).toArray(double[][]::new);
    }
}
