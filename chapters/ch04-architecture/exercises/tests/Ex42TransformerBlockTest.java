import static llm.exercise.Expect.expect;
import static llm.exercise.Expect.expectRefusal;

import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 4.2: the wiring of a block, with dropout")
class Ex42TransformerBlockTest {
    private static final double TOLERANCE = 1e-6;

    /// The wiring, and what is often made of it.
    private enum Form {
        RIGHT, POST_NORM, RESIDUAL_OF_NORM, INPUT_TWICE, NO_SECOND_RESIDUAL, DROPOUT_ON_SUM,
        UNSCALED, RATE_KEPT
    }

    /// What a block is made of.
    private record Parts(UnaryOperator<double[]> attentionNorm, UnaryOperator<double[]> attention,
            UnaryOperator<double[]> feedForwardNorm, UnaryOperator<double[]> feedForward) {
    }

    /// Draws that are known beforehand.
    private static final class Draws implements RandomGenerator {
        private final double[] draws;
        private int next;

        private Draws(double... draws) {
            this.draws = draws;
        }

        @Override
        public double nextDouble() {
            return draws[next++ % draws.length];
        }

        @Override
        public long nextLong() {
            return (long) (nextDouble() * 0x1p63);
        }
    }

    private static final Parts TOY = new Parts(affine(2, 0), affine(1, 1), affine(-1, 0),
            affine(10, 0));

    @Test
    @DisplayName("without dropout the block gives the vector in the text")
    void givesTheWorkedExample() {
        block("the worked example without dropout", TOY, new double[] {1, 2}, 0, 0.5)
                .toBe(new double[] {-36, -63}, TOLERANCE);
    }

    @Test
    @DisplayName("with dropout the block gives the vector in the text")
    void givesTheWorkedExampleWithDropout() {
        block("the worked example with dropout", TOY, new double[] {1, 2}, 0.5,
                0.2, 0.7, 0.9, 0.4).toBe(new double[] {-19, 12}, TOLERANCE);
    }

    @Test
    @DisplayName("what is added is divided by the share that stays")
    void scalesWhatIsAdded() {
        double[] x = {3, -1, 2};
        double[] draws = {0.1, 0.9, 0.6, 0.5, 0.7, 0.3};
        Parts parts = new Parts(affine(0.5, 1), affine(2, -1), affine(-0.5, 2), affine(3, 1));
        block("three values and a rate of 0.2", parts, x, 0.2, draws)
                .toBe(form(Form.RIGHT, parts, x, 0.2, draws), TOLERANCE);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("wires any parts, at any rate")
    void wiresAnyParts(RandomGenerator random) {
        Parts parts = new Parts(part(random), part(random), part(random), part(random));
        double[] x = random.doubles(random.nextInt(9, 14), -3, 3).toArray();
        double[] draws = random.doubles(2L * x.length).toArray();
        double rate = random.nextDouble(0.2, 0.4);
        draws[0] = rate / 2;
        draws[1] = rate + 0.1;
        draws[x.length + 1] = rate / 2;
        block("random parts without dropout", parts, x, 0, draws)
                .toBe(form(Form.RIGHT, parts, x, 0, draws), TOLERANCE);
        block("random parts with dropout", parts, x, rate, draws)
                .toBe(form(Form.RIGHT, parts, x, rate, draws), TOLERANCE);
    }

    @Test
    @DisplayName("refuses a rate outside [0, 1)")
    void refusesRates() {
        double[] x = {1, 2};
        for (double rate : new double[] {-0.1, 1, 1.5}) {
            expectRefusal("a rate of " + rate, () -> block(TOY).forward(x, rate, new Draws(0.5)));
        }
    }

    private static UnaryOperator<double[]> part(RandomGenerator random) {
        return affine(random.nextDouble(1.2, 3) * (random.nextBoolean() ? 1 : -1),
                random.nextDouble(0.5, 2));
    }

    /// A part that multiplies and adds.
    private static UnaryOperator<double[]> affine(double factor, double shift) {
        return x -> {
            double[] y = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                y[i] = factor * x[i] + shift;
            }
            return y;
        };
    }

    private static Ex42TransformerBlock block(Parts parts) {
        return new Ex42TransformerBlock(parts.attentionNorm, parts.attention,
                parts.feedForwardNorm, parts.feedForward);
    }

    private static Expect block(String what, Parts parts, double[] x, double rate,
            double... draws) {
        return expect(what, block(parts).forward(x.clone(), rate, new Draws(draws)))
                .mistake("block-post-norm", "the norms stand behind the sums, but each stands "
                        + "before its layer, outside of the residual",
                        form(Form.POST_NORM, parts, x, rate, draws))
                .mistake("block-residual-of-norm", "the residual starts behind the norm, but what "
                        + "a norm reads is added, not what it makes",
                        form(Form.RESIDUAL_OF_NORM, parts, x, rate, draws))
                .mistake("block-input-twice", "the second residual adds the input of the block, "
                        + "but the result of the first half belongs there",
                        form(Form.INPUT_TWICE, parts, x, rate, draws))
                .mistake("block-without-second-residual", "the feed-forward layer has no way "
                        + "around it: its result must be added to what its half was given",
                        form(Form.NO_SECOND_RESIDUAL, parts, x, rate, draws))
                .mistake("block-dropout-on-sum", "dropout acts on the sum, but it belongs to what "
                        + "a layer has made, before that is added",
                        form(Form.DROPOUT_ON_SUM, parts, x, rate, draws))
                .mistake("block-dropout-unscaled", "the values that stay are as they were, but "
                        + "they must be divided by 1 − rate, so that the mean stays",
                        form(Form.UNSCALED, parts, x, rate, draws))
                .mistake("block-rate-kept", "the rate is taken for the share that stays, but it is "
                        + "the share that is hidden", form(Form.RATE_KEPT, parts, x, rate, draws));
    }

    private static double[] form(Form form, Parts parts, double[] x, double rate,
            double... draws) {
        var random = new Draws(draws);
        if (form == Form.POST_NORM) {
            double[] y = parts.attentionNorm.apply(
                    sum(form, x, parts.attention.apply(x), rate, random));
            return parts.feedForwardNorm.apply(
                    sum(form, y, parts.feedForward.apply(y), rate, random));
        }
        double[] normed = parts.attentionNorm.apply(x);
        double[] y = sum(form, form == Form.RESIDUAL_OF_NORM ? normed : x,
                parts.attention.apply(normed), rate, random);
        double[] normedAgain = parts.feedForwardNorm.apply(y);
        double[] around = switch (form) {
            case RESIDUAL_OF_NORM -> normedAgain;
            case INPUT_TWICE -> x;
            case NO_SECOND_RESIDUAL -> new double[x.length];
            default -> y;
        };
        return sum(form, around, parts.feedForward.apply(normedAgain), rate, random);
    }

    private static double[] sum(Form form, double[] x, double[] made, double rate, Draws random) {
        double[] sum = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            boolean hidden = form == Form.RATE_KEPT ? rate > 0 && random.nextDouble() >= rate
                    : random.nextDouble() < rate;
            double stays = form == Form.UNSCALED || form == Form.RATE_KEPT && rate == 0 ? 1
                    : form == Form.RATE_KEPT ? rate : 1 - rate;
            double around = form == Form.DROPOUT_ON_SUM ? 0 : x[i];
            sum[i] = around + (hidden ? 0 : (made[i] + x[i] - around) / stays);
        }
        return sum;
    }
}
