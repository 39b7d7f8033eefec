import static llm.exercise.Expect.expect;

import java.util.Arrays;
import java.util.function.ToDoubleBiFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 8.8: generalized advantage estimation")
class Ex88GeneralizedAdvantageTest {
    private static final boolean[][] MASK = {{true, true, true, false}};
    private static final double[][] VALUES = {{0.5, 0.8, 0.4, 9}};

    @Test
    @DisplayName("the rewards in the text: each token pays, the last one earns")
    void givesTheRewards() {
        rewards("the rewards of the answer in the text", new double[] {1},
                new double[][] {{0, 1, 0.5, 7}}, 0.1, MASK)
                .toBe(new double[][] {{0, -0.1, 0.95, 0}}, 1e-5);
    }

    @Test
    @DisplayName("the advantages and returns in the text")
    void givesTheAdvantages() {
        double[][] rewards = {{0, -0.1, 0.95, 0}};
        advantages("the advantages of the answer in the text", 1, 0.5, rewards, VALUES, MASK)
                .toBe(new double[][] {{0.1875, -0.225, 0.55, 0}}, 1e-5);
        returns("the returns of the answer in the text", new double[][] {{0.1875, -0.225, 0.55, 0}},
                VALUES, MASK).toBe(new double[][] {{0.6875, 0.575, 0.95, 0}}, 1e-5);
    }

    @Test
    @DisplayName("the two ends: λ = 0 trusts the critic, λ = 1 what happened")
    void trustsCriticOrOutcome() {
        double[][] rewards = {{0, 0, 1, 0}};
        double[][] values = {{0.5, 0.6, 0.8, 0}};
        advantages("the advantages at λ = 0", 1, 0, rewards, values, MASK)
                .toBe(new double[][] {{0.1, 0.2, 0.2, 0}}, 1e-5);
        advantages("the advantages at λ = 1", 1, 1, rewards, values, MASK)
                .toBe(new double[][] {{0.5, 0.4, 0.2, 0}}, 1e-5);
    }

    @Test
    @DisplayName("the whitened advantages in the text")
    void whitens() {
        whitened("the whitened advantages of the answer in the text",
                new double[][] {{0.1875, -0.225, 0.55, 0}}, MASK)
                .toBe(new double[][] {{0.042981, -1.020796, 0.977815, 0}}, 1e-4);
        whitened("a single token, whitened", new double[][] {{0.7, 3}},
                new boolean[][] {{true, false}}).toBe(new double[][] {{0, 0}}, 1e-4);
    }

    @Test
    @Hidden
    @Points(3)
    @DisplayName("any batch, from scores to whitened advantages")
    void anyBatch(RandomGenerator random) {
        int tokens = 9;
        boolean[][] mask = new boolean[4][tokens];
        for (boolean[] row : mask) {
            Arrays.fill(row, 0, random.nextInt(3, tokens - 1), true);
        }
        double[][] kl = grid(mask, (row, t) -> random.nextDouble(-1, 2));
        double[][] values = grid(mask, (row, t) -> random.nextDouble(-2, 2));
        double[][] rewards = grid(mask, (row, t) -> random.nextDouble(-2, 2));
        double gamma = random.nextDouble(0.7, 0.9);
        double lambda = random.nextDouble(0.4, 0.8);
        double[] scores = random.doubles(4, 1, 3).toArray();
        rewards("the rewards of more answers", scores, kl, 0.3, mask)
                .toBe(paid(scores, kl, 0.3, mask), 1e-4);
        advantages("the advantages of more answers", gamma, lambda, rewards, values, mask)
                .toBe(sums(rewards, values, mask, gamma, gamma * lambda), 1e-4);
        returns("the returns of more answers", rewards, values, mask).toBe(grid(mask,
                (row, t) -> mask[row][t] ? rewards[row][t] + values[row][t] : 0), 1e-4);
        whitened("more whitened advantages", values, mask)
                .toBe(white(values, mask, mask, 1), 1e-4);
    }

    private static Expect rewards(String what, double[] scores, double[][] kl, double price,
            boolean[][] mask) {
        double[][] right = paid(scores, kl, price, mask);
        return expect(what, new Ex88GeneralizedAdvantage(1, 1).rewards(scores, kl, price, mask))
                .mistake("gae-score-behind-the-answer", "the score stands in the last place of the "
                        + "row, which may be padding: it belongs to the answer's last token",
                        grid(mask, (row, t) -> (t == mask[row].length - 1 ? scores[row] : 0)
                                - (mask[row][t] ? price * kl[row][t] : 0)))
                .mistake("gae-score-for-every-token", "every token earns the whole score: only the "
                        + "last one does", grid(mask, (row, t) -> mask[row][t]
                                ? scores[row] - price * kl[row][t] : 0))
                .mistake("gae-kl-is-earned", "the KL is earned instead of paid: moving away from "
                        + "the reference must cost something", grid(mask, (row, t) -> right[row][t]
                                + (mask[row][t] ? 2 * price * kl[row][t] : 0)))
                .mistake("gae-padding-pays", "padding pays for a KL, too: every result is 0 there",
                        grid(mask, (row, t) -> right[row][t]
                                - (mask[row][t] ? 0 : price * kl[row][t])));
    }

    private static double[][] paid(double[] scores, double[][] kl, double price,
            boolean[][] mask) {
        return grid(mask, (row, t) -> !mask[row][t] ? 0
                : (t == length(mask[row]) - 1 ? scores[row] : 0) - price * kl[row][t]);
    }

    private static Expect advantages(String what, double gamma, double lambda, double[][] rewards,
            double[][] values, boolean[][] mask) {
        double decay = gamma * lambda;
        double[][] right = sums(rewards, values, mask, gamma, decay);
        double[][] leaky = grid(mask, (row, t) -> right[row][t] + (!mask[row][t] ? 0
                : Math.pow(decay, length(mask[row]) - 1 - t) * gamma * behind(values, mask, row)));
        return expect(what,
                new Ex88GeneralizedAdvantage(gamma, lambda).advantages(rewards, values, mask))
                .mistake("gae-reads-padding", "behind the last token the critic's value of padding "
                        + "is read: nothing comes there any more, so it is 0", leaky)
                .mistake("gae-one-step", "each advantage is the surprise of one step alone: γλ of "
                        + "the next advantage is missing", sums(rewards, values, mask, gamma, 0))
                .mistake("gae-without-lambda", "surprises reach back without loss: λ is missing",
                        sums(rewards, values, mask, gamma, gamma))
                .mistake("gae-without-gamma", "advantages reach back by λ alone: γ is missing "
                        + "there", sums(rewards, values, mask, gamma, lambda))
                .mistake("gae-without-next-value", "the value of the next token is missing: a "
                        + "surprise compares what the critic expects after a token and before it",
                        sums(rewards, values, mask, 0, decay));
    }

    /// `Aₜ = Σₛ decayˢ⁻ᵗ (rₛ + γ vₛ₊₁ − vₛ)`, the sum as it stands.
    private static double[][] sums(double[][] rewards, double[][] values, boolean[][] mask,
            double gamma, double decay) {
        return grid(mask, (row, t) -> !mask[row][t] ? 0 : IntStream.range(t, length(mask[row]))
                .mapToDouble(s -> Math.pow(decay, s - t) * (rewards[row][s] - values[row][s]
                        + (s + 1 < length(mask[row]) ? gamma * values[row][s + 1] : 0))).sum());
    }

    /// The value that stands in the padding behind an answer.
    private static double behind(double[][] values, boolean[][] mask, int row) {
        int length = length(mask[row]);
        return length < values[row].length ? values[row][length] : 0;
    }

    private static Expect returns(String what, double[][] advantages, double[][] values,
            boolean[][] mask) {
        return expect(what, new Ex88GeneralizedAdvantage(1, 1).returns(advantages, values, mask))
                .mistake("gae-returns-of-padding", "the critic would learn values of padding, too: "
                        + "every result is 0 there",
                        grid(mask, (row, t) -> advantages[row][t] + values[row][t]))
                .mistake("gae-returns-without-values", "these are the advantages: the critic "
                        + "learns them plus its own values", grid(mask, (row, t) -> mask[row][t]
                                ? advantages[row][t] : 0));
    }

    private static Expect whitened(String what, double[][] advantages, boolean[][] mask) {
        boolean[][] all = new boolean[mask.length][mask[0].length];
        Arrays.stream(all).forEach(row -> Arrays.fill(row, true));
        double[][] actual = new Ex88GeneralizedAdvantage(1, 1).whitened(advantages, mask);
        return expect(what, actual)
                .mistakeIf(Arrays.stream(actual).flatMapToDouble(Arrays::stream)
                        .anyMatch(Double::isNaN), "gae-whitens-one-token", "a single token gives "
                        + "no number: the variance of a single token is 0, and n − 1 no divisor")
                .mistake("gae-whitens-padding", "mean and variance are those of padding, too: only "
                        + "tokens of answers count", white(advantages, all, mask, 1))
                .mistake("gae-padding-gets-an-advantage", "padding gets an advantage, too: every "
                        + "result is 0 there", white(advantages, mask, all, 1))
                .mistake("gae-whitens-by-n", "the squares are divided by n: in the variance of a "
                        + "sample they are divided by n − 1", white(advantages, mask, mask, 0))
                .mistake("gae-whitens-by-rows", "each answer is whitened by itself: mean and "
                        + "variance are those of the batch", IntStream.range(0, mask.length)
                        .mapToObj(row -> white(new double[][] {advantages[row]},
                                new boolean[][] {mask[row]}, new boolean[][] {mask[row]}, 1)[0])
                        .toArray(double[][]::new));
    }

    /// With mean and variance of what `counted` says, written where `written` says.
    private static double[][] white(double[][] values, boolean[][] counted, boolean[][] written,
            int missing) {
        double[] flat = IntStream.range(0, values.length).boxed().flatMapToDouble(row -> IntStream
                .range(0, values[row].length).filter(t -> counted[row][t])
                .mapToDouble(t -> values[row][t])).toArray();
        double mean = Arrays.stream(flat).average().orElseThrow();
        double square = Arrays.stream(flat).map(value -> value * value).sum();
        double variance = (square - flat.length * mean * mean)
                / Math.max(1, flat.length - missing);
        return grid(written, (row, t) -> written[row][t]
                ? (values[row][t] - mean) / Math.sqrt(Math.max(0, variance) + 1e-8) : 0);
    }

    private static int length(boolean[] mask) {
        return (int) IntStream.range(0, mask.length).filter(t -> mask[t]).count();
    }

    private static double[][] grid(boolean[][] mask,
            ToDoubleBiFunction<Integer, Integer> value) {
        return IntStream.range(0, mask.length).mapToObj(row -> IntStream.range(0, mask[row].length)
                .mapToDouble(t -> value.applyAsDouble(row, t)).toArray()).toArray(double[][]::new);
    }
}
