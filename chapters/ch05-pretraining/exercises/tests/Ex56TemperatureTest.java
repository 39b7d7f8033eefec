import static llm.exercise.Expect.expect;

import java.util.Arrays;
import java.util.PrimitiveIterator;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 5.6: how often a token is drawn")
class Ex56TemperatureTest {
    private static final double TOLERANCE = 1e-6;
    private static final double[] LOGITS = {0, Math.log(2), Math.log(5)};

    @Test
    @DisplayName("1, 2 and 5 eighths become 1, 4 and 25 thirtieths at temperature 0.5")
    void givesTheProbabilities() {
        probabilities("the probabilities at temperature 1", LOGITS, 1)
                .toBe(new double[] {1 / 8.0, 2 / 8.0, 5 / 8.0}, TOLERANCE);
        probabilities("the probabilities at temperature 0.5", LOGITS, 0.5)
                .toBe(new double[] {1 / 30.0, 4 / 30.0, 25 / 30.0}, TOLERANCE);
    }

    @Test
    @DisplayName("scores in the thousands have probabilities, too")
    void takesLargeScores() {
        double[] scores = {1000, 2000, 2000};
        double[] probabilities = Ex56Temperature.probabilities(scores, 0.1);
        expect("the probabilities of large scores", probabilities)
                .mistakeIf(Arrays.stream(probabilities).anyMatch(Double::isNaN),
                        "temperature-overflows", "the power of a large score is infinite: subtract "
                        + "the largest score from all of them first")
                .toBe(new double[] {0, 0.5, 0.5}, TOLERANCE);
    }

    @Test
    @DisplayName("eight draws, evenly spread from 1/16 to 15/16, give the counts 1, 2 and 5")
    void countsTheExample() {
        counts("the counts of the example", new double[] {1 / 8.0, 2 / 8.0, 5 / 8.0}, LOGITS, 1,
                IntStream.range(0, 8).mapToDouble(i -> (2 * i + 1) / 16.0).toArray())
                .toBe(new int[] {1, 2, 5});
    }

    @Test
    @DisplayName("a number that no running sum is above draws the last token")
    void drawsTheLastInTheEnd() {
        int[] last = new int[10];
        last[9] = 1;
        expect("the counts of the largest number below 1, for ten equal scores",
                Ex56Temperature.counts(new double[10], 1, 1, () -> Math.nextDown(1.0))).toBe(last);
    }

    @Test
    @DisplayName("counts of 2, 2 and 4 deviate by 1.069, 0 and −0.730")
    void measuresTheExample() {
        deviations("the deviations of the example", new int[] {2, 2, 4},
                new double[] {1 / 8.0, 2 / 8.0, 5 / 8.0})
                .toBe(new double[] {1 / Math.sqrt(7 / 8.0), 0, -1 / Math.sqrt(15 / 8.0)},
                        TOLERANCE);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("probabilities, counts and deviations agree at temperatures 1, 0.1 and 5")
    void agreesAtAnyTemperature(RandomGenerator random) {
        double[] logits = random.doubles(random.nextInt(4, 8), -2, 2).toArray();
        for (double temperature : new double[] {1, 0.1, 5}) {
            double[] ratios = Arrays.stream(logits)         // of each to all, by powers of e^logit
                    .map(one -> 1 / Arrays.stream(logits).map(other ->
                            Math.pow(Math.exp(other) / Math.exp(one), 1 / temperature)).sum())
                    .toArray();
            probabilities("the probabilities of some tokens", logits, temperature)
                    .toBe(ratios, TOLERANCE);
            double[] uniform = random.doubles(200).toArray();
            counts("the counts of 200 draws", ratios, logits, temperature, uniform)
                    .toBe(drawn(ratios, uniform));
        }
        int[] counts = random.ints(4, 5, 60).toArray();
        double[] p = {0.1, 0.2, 0.3, 0.4};
        int n = IntStream.of(counts).sum();
        deviations("the deviations of some counts", counts, p)
                .toBe(IntStream.range(0, 4).mapToDouble(token -> Math.sqrt(n)
                        * ((double) counts[token] / n - p[token])
                        / Math.sqrt(p[token] - p[token] * p[token])).toArray(), TOLERANCE);
    }

    private static Expect probabilities(String what, double[] logits, double temperature) {
        double[] plain = softmax(logits, logit -> logit);
        return expect(what, Ex56Temperature.probabilities(logits, temperature))
                .mistake("temperature-multiplies", "the scores are multiplied by the temperature: "
                        + "divide, so that a low one makes the differences larger",
                        softmax(logits, logit -> logit * temperature))
                .mistake("temperature-divides-probabilities", "the probabilities are divided by "
                        + "the temperature: divide the scores, before the softmax",
                        Arrays.stream(plain).map(p -> p / temperature).toArray());
    }

    private static double[] softmax(double[] logits, DoubleUnaryOperator scaled) {
        double[] powers = DoubleStream.of(logits).map(scaled).map(Math::exp).toArray();
        return Arrays.stream(powers).map(p -> p / Arrays.stream(powers).sum()).toArray();
    }

    /// The counts that an answer gives, where these numbers are drawn one after the other.
    private static Expect counts(String what, double[] p, double[] logits, double temperature,
            double[] uniform) {
        PrimitiveIterator.OfDouble next = DoubleStream.of(uniform).iterator();
        double[] even = new double[p.length];
        Arrays.fill(even, 1.0 / p.length);
        int likeliest = IntStream.range(0, p.length).boxed()
                .max((i, j) -> Double.compare(p[i], p[j])).orElseThrow();
        int[] all = new int[p.length];
        all[likeliest] = uniform.length;
        return expect(what, Ex56Temperature.counts(logits, temperature, uniform.length,
                () -> next.hasNext() ? next.next() : 0))
                .mistake("temperature-takes-the-likeliest", "the likeliest token is taken every "
                        + "time: draw, so that each comes as often as it is probable", all)
                .mistake("temperature-draws-evenly", "every token is drawn as often as any other: "
                        + "its piece of the line from 0 to 1 is as long as its probability",
                        drawn(even, uniform));
    }

    /// How many numbers lie on the piece of each token: those below its end less those before.
    private static int[] drawn(double[] p, double[] uniform) {
        int[] counts = new int[p.length];
        int before = 0;
        for (int token = 0; token < p.length; token++) {
            double end = token == p.length - 1 ? 1 : Arrays.stream(p, 0, token + 1).sum();
            int below = (int) Arrays.stream(uniform).filter(u -> u < end).count();
            counts[token] = below - before;
            before = below;
        }
        return counts;
    }

    private static Expect deviations(String what, int[] counts, double[] p) {
        int n = IntStream.of(counts).sum();
        return expect(what, Ex56Temperature.deviations(counts, p))
                .mistake("temperature-divides-by-variance", "the differences are divided by the "
                        + "variance: the standard deviation is its root",
                        IntStream.range(0, p.length).mapToDouble(token -> (counts[token]
                                - n * p[token]) / (n * p[token] * (1 - p[token]))).toArray());
    }
}
