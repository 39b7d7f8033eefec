import static llm.exercise.Expect.expect;

import java.util.Arrays;
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
@DisplayName("Exercise 10.7: likely alternatives")
class Ex107LikelyAlternativesTest {
    private static final float[] EXAMPLE = {(float) Math.log(4), (float) Math.log(2), 0, 0};

    @Test
    @DisplayName("the four tokens of the text")
    void givesTheWorkedExample() {
        logProbs("the log-probabilities of the text", EXAMPLE)
                .toBe(new double[] {-0.693147, -1.386294, -2.079442, -2.079442}, 1e-5);
        likeliest("the two likeliest tokens of the text", EXAMPLE, 2).toBe(new int[] {0, 1});
        withBias("the log-probability with a bias of ln 3", -2.079442, 1.098612)
                .toBe(-1.203973, 1e-5);
        biasFor("the bias for a probability of 1/2", -2.079442, 0.5).toBe(1.945910, 1e-5);
    }

    @Test
    @DisplayName("logits may be large, small, or none at all")
    void doesNotOverflow() {
        float none = Float.NEGATIVE_INFINITY;
        logProbs("the log-probabilities of large logits", 1000, 999, 1000)
                .toBe(new double[] {-0.861995, -1.861995, -0.861995}, 1e-5);
        logProbs("the log-probabilities of very small logits", -1000, -1000)
                .toBe(new double[] {-0.693147, -0.693147}, 1e-5);
        logProbs("the log-probabilities where one token is impossible", 1, none, 1)
                .toBe(new double[] {-0.693147, none, -0.693147}, 1e-5);
        logProbs("the log-probabilities of a single token", 7).toBe(new double[] {0}, 1e-6);
    }

    @Test
    @DisplayName("of equally likely tokens the one with the smaller id comes first")
    void ranks() {
        likeliest("the likeliest tokens with equal ones", new float[] {1, 3, -2, 3, 1, 3}, 5)
                .toBe(new int[] {1, 3, 5, 0, 4});
        likeliest("all tokens", new float[] {-1, -3, -2}, 3).toBe(new int[] {0, 2, 1});
        likeliest("no token", new float[] {1, 2}, 0).toBe(new int[] {});
    }

    @Test
    @DisplayName("a bias multiplies the odds")
    void multipliesOdds() {
        withBias("the log-probability with a bias of 0", -1.5, 0).toBe(-1.5, 1e-6);
        withBias("the log-probability of an unlikely token that is forced", -20, 100)
                .toBe(0.0, 1e-6);
        withBias("the log-probability of a likely token that is banned", -0.1, -100)
                .toBe(-97.747832, 1e-4);                    // ln 9.508 − 100
        withBias("the log-probability of a certain token with a bias of −5", 0, -5).toBe(0.0, 1e-6);
        biasFor("the bias that changes nothing", Math.log(0.3), 0.3).toBe(0.0, 1e-6);
        biasFor("the bias that halves a probability of 2/3", Math.log(2.0 / 3), 1.0 / 3)
                .toBe(-Math.log(4), 1e-6);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("any logits, any bias")
    void anyLogits(RandomGenerator random) {
        for (int i = 0; i < 6; i++) {
            int vocabSize = random.nextInt(6, 12);
            float[] logits = new float[vocabSize];
            IntStream.range(0, vocabSize).forEach(id -> logits[id] = random.nextInt(-3, 4));
            logProbs("the log-probabilities of other logits", logits)
                    .toBe(logs(logits, 0, 0), 1e-5);
            int[] ranked = IntStream.range(0, vocabSize).map(id -> (int) -logits[id] * 100 + id)
                    .sorted().map(key -> Math.floorMod(key, 100)).toArray();
            likeliest("the likeliest of other tokens", logits, 5)
                    .toBe(Arrays.copyOf(ranked, 5));
            int id = random.nextInt(vocabSize);
            double bias = random.nextDouble(-6, 6);
            double before = logs(logits, 0, 0)[id];
            double after = logs(logits, id, bias)[id];
            withBias("the log-probability with another bias", before, bias).toBe(after, 1e-5);
            biasFor("the bias for another probability", before, Math.exp(after)).toBe(bias, 1e-5);
        }
    }

    /// Of small logits, after something was added to one of them.
    private static double[] logs(float[] logits, int biased, double bias) {
        double[] shares = IntStream.range(0, logits.length)
                .mapToDouble(id -> Math.exp(logits[id] + (id == biased ? bias : 0))).toArray();
        double sum = DoubleStream.of(shares).sum();
        return DoubleStream.of(shares).map(share -> Math.log(share / sum)).toArray();
    }

    private static Expect logProbs(String what, float... logits) {
        double[] right = right(logits);
        double max = IntStream.range(0, logits.length).mapToDouble(id -> logits[id]).max()
                .orElseThrow();
        double log2 = Math.log(2);
        return expect(what, Ex107LikelyAlternatives.logProbs(logits.clone()))
                .mistakeIf(isFinite(1, 0) && !isFinite(1000, 999), "alternatives-overflow",
                        "exp of a large logit is infinite: subtract the largest one first")
                .mistake("alternatives-in-bits", "these are logarithms to the base of 2: they are "
                        + "to be natural ones", each(right, value -> value / log2))
                .mistake("alternatives-not-normalized", "the largest logit is subtracted, but not "
                        + "the logarithm of the sum, so the probabilities do not sum to 1",
                        IntStream.range(0, logits.length).mapToDouble(id -> logits[id] - max)
                                .toArray())
                .mistake("alternatives-are-probabilities", "these are the probabilities "
                        + "themselves: it is to be their logarithms", each(right, Math::exp));
    }

    private static boolean isFinite(float... logits) {
        return DoubleStream.of(Ex107LikelyAlternatives.logProbs(logits))
                .allMatch(Double::isFinite);
    }

    private static double[] right(float... logits) {
        float[] shifted = new float[logits.length];
        IntStream.range(0, logits.length).forEach(id -> shifted[id] = logits[id] - logits[0]);
        return logs(shifted, 0, 0);
    }

    private static double[] each(double[] values, DoubleUnaryOperator change) {
        return DoubleStream.of(values).map(change).toArray();
    }

    private static Expect likeliest(String what, float[] logits, int count) {
        int[] probed = Ex107LikelyAlternatives.likeliest(new float[] {1, 3, 2, 3}, 4);
        return expect(what, Ex107LikelyAlternatives.likeliest(logits.clone(), count))
                .mistakeIf(Arrays.equals(probed, new int[] {3, 1, 2, 0}),
                        "alternatives-last-of-equals", "of equally likely tokens the larger id "
                        + "comes first: it is to be the smaller one")
                .mistakeIf(Arrays.equals(probed, new int[] {0, 2, 1, 3}),
                        "alternatives-unlikely-first", "the unlikeliest tokens come first");
    }

    private static Expect withBias(String what, double logProb, double bias) {
        return expect(what, Ex107LikelyAlternatives.withBias(logProb, bias))
                .mistake("bias-without-new-sum", "the bias is added to the log-probability: it is "
                        + "added to the logit, and then all probabilities must sum to 1 again",
                        logProb + bias)
                .mistake("bias-on-probability", "this is the probability: it is to be its "
                        + "logarithm", Math.exp(logProb + bias)
                        / (1 - Math.exp(logProb) + Math.exp(logProb + bias)))
                .mistake("bias-divides-by-one-more", "the sum is 1 and what is added: the token's "
                        + "old share must leave it", logProb + bias
                        - Math.log(1 + Math.exp(logProb + bias)));
    }

    private static Expect biasFor(String what, double logProb, double wanted) {
        double p = Math.exp(logProb);
        return expect(what, Ex107LikelyAlternatives.biasFor(logProb, wanted))
                .mistake("bias-of-the-ratio", "the probabilities are compared, but a bias "
                        + "multiplies odds", Math.log(wanted / p))
                .mistake("bias-turned", "the sign is wrong: a token that is to be likelier needs "
                        + "a bias above 0", Math.log(p / (1 - p)) - Math.log(wanted / (1 - wanted)))
                .mistake("bias-without-log", "this is what the odds are multiplied by: the bias "
                        + "is its logarithm", wanted / (1 - wanted) / (p / (1 - p)));
    }
}
