import static llm.exercise.Expect.expect;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 8.6: the clipped loss of GRPO")
class Ex86ClippedLossTest {
    private static final double[][] RATIOS = {{1.5, 1.1, 0.5}, {1.5, 1.1, 0.5}};

    @Test
    @DisplayName("the tokens in the text")
    void givesTheWorkedExample() {
        tokens("the losses of the tokens in the text", 0.2, 0.28, RATIOS, new double[2][3], 1, -1)
                .toBe(new double[][] {{-1.28, -1.1, -0.5}, {1.5, 1.1, 0.8}}, 1e-5);
    }

    @Test
    @DisplayName("where the policy has not moved, the loss is minus the advantage")
    void beginsAtTheAdvantage() {
        double[][] old = {{-1, -7, -0.1}, {-2, -3, -40}};
        tokens("the losses where every ratio is 1", 0.2, 0.2,
                new double[][] {{1, 1, 1}, {1, 1, 1}}, old, 1.5, -0.5)
                .toBe(new double[][] {{-1.5, -1.5, -1.5}, {0.5, 0.5, 0.5}}, 1e-5);
    }

    @Test
    @DisplayName("the mean over answers and the mean over tokens")
    void aggregates() {
        double[][] losses = {{1, 3, 9}, {5, 6, 7}};
        boolean[][] mask = {{true, true, false}, {true, true, true}};
        overAnswers("the mean over the answers in the text", losses, mask).toBe(4.0, 1e-5);
        overTokens("the mean over the tokens in the text", losses, mask).toBe(4.4, 1e-5);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("any tokens and any clips")
    void anyTokens(RandomGenerator random) {
        double low = random.nextDouble(0.1, 0.2);
        double high = random.nextDouble(0.3, 0.4);
        double[][] ratios = rows(6, () -> Math.exp(0.5 * random.nextGaussian()));
        double[][] old = rows(6, () -> -random.nextDouble(0, 3));
        double[] advantages = {0.7, -1.2, random.nextDouble(0.5, 2), -random.nextDouble(0.5, 2),
                1.1, -0.4};
        tokens("the losses of more tokens", low, high, ratios, old, advantages)
                .toBe(each(ratios, advantages, (ratio, a) -> a > 0
                        ? -a * Math.min(ratio, 1 + high) : -a * Math.max(ratio, 1 - low)), 1e-5);
    }

    @Test
    @Hidden
    @DisplayName("any losses and any lengths")
    void anyLengths(RandomGenerator random) {
        double[][] losses = rows(4, () -> random.nextDouble(-2, 2));
        int[] lengths = {2, random.nextInt(3, 5), 8, random.nextInt(5, 8)};
        boolean[][] mask = new boolean[4][8];
        double answers = 0;
        double sum = 0;
        for (int row = 0; row < 4; row++) {
            Arrays.fill(mask[row], 0, lengths[row], true);
            double part = Arrays.stream(losses[row]).limit(lengths[row]).sum();
            answers += part / lengths[row] / 4;
            sum += part;
        }
        overAnswers("the mean over more answers", losses, mask).toBe(answers, 1e-5);
        overTokens("the mean over more tokens", losses, mask)
                .toBe(sum / IntStream.of(lengths).sum(), 1e-5);
    }

    private static double[][] rows(int rows, DoubleSupplier value) {
        return IntStream.range(0, rows).mapToObj(row -> IntStream.range(0, 8)
                .mapToDouble(t -> value.getAsDouble()).toArray()).toArray(double[][]::new);
    }

    private static Expect tokens(String what, double low, double high, double[][] ratios,
            double[][] old, double... advantages) {
        double[][] policy = IntStream.range(0, old.length).mapToObj(row -> IntStream
                .range(0, old[row].length)
                .mapToDouble(t -> old[row][t] + Math.log(ratios[row][t])).toArray())
                .toArray(double[][]::new);
        DoubleBinaryOperator clipped = (ratio, a) -> Math.clamp(ratio, 1 - low, 1 + high) * a;
        return expect(what, new Ex86ClippedLoss(low, high).tokens(policy, old, advantages))
                .mistake("clip-without-minimum", "every ratio outside is clipped: without the "
                        + "minimum a step in the wrong direction costs nothing and is not undone",
                        each(ratios, advantages, (r, a) -> -clipped.applyAsDouble(r, a)))
                .mistake("clip-of-the-better", "of the two products the larger one is taken, and "
                        + "so hardly anything is clipped: the minimum comes before the minus",
                        each(ratios, advantages,
                                (r, a) -> -Math.max(r * a, clipped.applyAsDouble(r, a))))
                .mistake("clip-sign", "the sign is that of something to be made larger: a loss is "
                        + "made smaller", each(ratios, advantages,
                                (r, a) -> Math.min(r * a, clipped.applyAsDouble(r, a))))
                .mistake("clip-without-ratio", "the policy is not in the loss, so there would be "
                        + "no gradient: the ratio is missing",
                        each(ratios, advantages, (r, a) -> -a))
                .mistake("clip-without-old-policy", "this is the probability itself: a ratio "
                        + "divides it by that of the policy which gave the answer",
                        each(exp(policy), advantages,
                                (p, a) -> -Math.min(p * a, clipped.applyAsDouble(p, a))))
                .mistake("clip-of-the-log-ratio", "the logarithms are subtracted but e is not "
                        + "raised to the difference: that is no ratio yet",
                        each(ratios, advantages, (r, a) -> -Math.min(Math.log(r) * a,
                                clipped.applyAsDouble(Math.log(r), a))))
                .mistake("clip-of-one-width", "the upper side is clipped by the lower width: both "
                        + "have their own", each(ratios, advantages, (r, a) -> -Math.min(r * a,
                                Math.clamp(r, 1 - low, 1 + low) * a)))
                .mistake("clip-not-at-all", "nothing is clipped", each(ratios, advantages,
                        (r, a) -> -r * a));
    }

    private static double[][] exp(double[][] logs) {
        return Arrays.stream(logs).map(row -> Arrays.stream(row).map(Math::exp).toArray())
                .toArray(double[][]::new);
    }

    private static double[][] each(double[][] ratios, double[] advantages,
            DoubleBinaryOperator loss) {
        return IntStream.range(0, ratios.length).mapToObj(row -> Arrays.stream(ratios[row])
                .map(ratio -> loss.applyAsDouble(ratio, advantages[row])).toArray())
                .toArray(double[][]::new);
    }

    private static Expect overAnswers(String what, double[][] losses, boolean[][] mask) {
        return mean(what, new Ex86ClippedLoss(0.2, 0.2).overAnswers(losses, mask), losses, mask)
                .mistake("clip-means-swapped", "tokens count alike here: GRPO takes the mean of "
                        + "each answer first", Arrays.stream(counted(losses, mask))
                        .flatMapToDouble(Arrays::stream).average().orElseThrow());
    }

    private static Expect overTokens(String what, double[][] losses, boolean[][] mask) {
        return mean(what, new Ex86ClippedLoss(0.2, 0.2).overTokens(losses, mask), losses, mask)
                .mistake("clip-means-swapped", "answers count alike here: DAPO divides by the "
                        + "count of all tokens", Arrays.stream(counted(losses, mask))
                        .mapToDouble(row -> Arrays.stream(row).average().orElseThrow())
                        .average().orElseThrow());
    }

    private static Expect mean(String what, double actual, double[][] losses, boolean[][] mask) {
        return expect(what, actual)
                .mistake("clip-divides-by-padding", "places that do not count are in the number "
                        + "that the sum is divided by", Arrays.stream(counted(losses, mask))
                        .flatMapToDouble(Arrays::stream).sum() / (losses.length * losses[0].length))
                .mistake("clip-counts-padding", "the mask is not used: losses of padding count, "
                        + "too", Arrays.stream(losses).flatMapToDouble(Arrays::stream).average()
                        .orElseThrow());
    }

    /// The losses of each answer that count.
    private static double[][] counted(double[][] losses, boolean[][] mask) {
        return IntStream.range(0, losses.length).mapToObj(row -> IntStream
                .range(0, losses[row].length).filter(t -> mask[row][t])
                .mapToDouble(t -> losses[row][t]).toArray()).toArray(double[][]::new);
    }
}
