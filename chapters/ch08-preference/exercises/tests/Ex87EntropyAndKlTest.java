import static llm.exercise.Expect.expect;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 8.7: entropy and KL")
class Ex87EntropyAndKlTest {
    @Test
    @DisplayName("the entropies in the text")
    void givesTheEntropies() {
        entropy("the entropies of the two rows", new double[][] {{0, 0}, {Math.log(3), 0}})
                .toBe(new double[] {Math.log(2), 0.562335}, 1e-5);
    }

    @Test
    @DisplayName("the estimates in the text, and those of a token that has become rarer")
    void givesTheEstimates() {
        kl("the estimates of the token in the text", Math.log(0.5), Math.log(0.25))
                .toBe(new double[] {0.693147, 0.240227, 0.193147}, 1e-5);
        kl("the estimates of a token that has become rarer", Math.log(0.25), Math.log(0.5))
                .toBe(new double[] {-0.693147, 0.240227, 0.306853}, 1e-5);
        kl("the estimates where both are the same", -3, -3).toBe(new double[] {0, 0, 0}, 1e-6);
    }

    @Test
    @DisplayName("the entropy is a number under large logits")
    void isStable() {
        entropy("the entropies under large logits",
                new double[][] {{1000, 1000}, {-1000, -1000}, {999, 1000}})
                .toBe(new double[] {Math.log(2), Math.log(2), 0.582203}, 1e-4);
    }

    @Test
    @DisplayName("a forbidden token adds nothing to the entropy")
    void forbiddenTokens() {
        double no = Double.NEGATIVE_INFINITY;
        entropy("the entropies beside forbidden tokens",
                new double[][] {{0, no, 0}, {no, no, 2}}).toBe(new double[] {Math.log(2), 0}, 1e-5);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("any logits and any token")
    void anyLogits(RandomGenerator random) {
        double[][] logits = IntStream.range(0, 6).mapToObj(t -> IntStream.range(0, 9)
                .mapToDouble(v -> 2 * random.nextGaussian()).toArray()).toArray(double[][]::new);
        entropy("the entropies of more rows", logits).toBe(Arrays.stream(logits)
                .mapToDouble(Ex87EntropyAndKlTest::slope).toArray(), 1e-4);
        for (int i = 0; i < 4; i++) {
            double policy = random.nextDouble(0.3, 0.9);
            double reference = policy * random.nextDouble(0.2, 0.9);
            double ratio = policy / reference;
            kl("the estimates of another token", Math.log(policy), Math.log(reference))
                    .toBe(new double[] {Math.log(ratio), Math.pow(Math.log(ratio), 2) / 2,
                            1 / ratio - 1 + Math.log(ratio)}, 1e-4);
        }
    }

    /// The entropy as the slope of `T ln Σ e^(logit / T)` over the temperature, at 1: physics'.
    private static double slope(double... row) {
        double h = 1e-4;
        return (freeEnergy(1 + h, row) - freeEnergy(1 - h, row)) / (2 * h);
    }

    private static double freeEnergy(double temperature, double... row) {
        double max = Arrays.stream(row).max().orElseThrow();
        return max + temperature * Math.log(Arrays.stream(row)
                .map(logit -> Math.exp((logit - max) / temperature)).sum());
    }

    private static Expect entropy(String what, double[][] logits) {
        double[] actual = Ex87EntropyAndKl.entropy(logits);
        boolean numbers = Arrays.stream(actual).allMatch(Double::isFinite);
        boolean forbids = Arrays.stream(logits).flatMapToDouble(Arrays::stream)
                .anyMatch(Double::isInfinite);
        double[] right = Arrays.stream(logits).mapToDouble(row -> slope(row)).toArray();
        return expect(what, actual)
                .mistakeIf(!numbers && forbids, "entropy-of-zero", "a token of probability 0 gives "
                        + "no number: 0 · ln 0 must count as 0")
                .mistakeIf(!numbers && !forbids, "entropy-overflows", "e to a large logit is "
                        + "infinite, and to a small one 0: take the row's largest off first, which "
                        + "changes no probability")
                .mistake("entropy-in-bits", "these are bits: nats come from the natural logarithm",
                        Arrays.stream(right).map(nats -> nats / Math.log(2)).toArray())
                .mistake("entropy-sign", "the minus is missing: logarithms of probabilities are "
                        + "negative, the entropy is not",
                        Arrays.stream(right).map(nats -> -nats).toArray())
                .mistake("entropy-unweighted", "the surprises are added up as they are: each "
                        + "counts as often as it comes, by its probability", Arrays.stream(logits)
                        .mapToDouble(row -> row.length * freeEnergy(1, row)
                                - Arrays.stream(row).sum()).toArray());
    }

    private static Expect kl(String what, double policy, double reference) {
        double d = policy - reference;
        double k1 = d;
        double k2 = d * d / 2;
        double k3 = Math.exp(-d) - 1 + d;
        return expect(what, Ex87EntropyAndKl.kl(policy, reference))
                .mistake("kl-turned", "d has the wrong sign: the tokens are the policy's, so it is "
                        + "ln π − ln π_ref", new double[] {-k1, k2, Math.exp(d) - 1 - d})
                .mistake("kl-k3-of-the-ratio", "in k3 stands e⁻ᵈ, the reference over the policy: "
                        + "with eᵈ it is not right on average", new double[] {k1, k2,
                                Math.exp(d) - 1 + d})
                .mistake("kl-k3-turned", "k3 is that of the other direction: it is e⁻ᵈ − 1 + d",
                        new double[] {k1, k2, Math.exp(d) - 1 - d})
                .mistake("kl-k2-without-half", "k2 is half of the square",
                        new double[] {k1, d * d, k3});
    }
}
