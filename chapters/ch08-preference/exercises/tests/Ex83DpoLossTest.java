import static llm.exercise.Expect.expect;
import static llm.exercise.Expect.expectRefusal;

import java.util.random.RandomGenerator;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 8.3: the loss of DPO")
class Ex83DpoLossTest {
    private static final double[] POLICY = {-10, -14};
    private static final double[] REFERENCE = {-12, -13};

    @Test
    @DisplayName("the rewards and losses in the text")
    void givesTheWorkedExample() {
        rewards("the rewards of the pair in the text", POLICY, REFERENCE, 0.5)
                .toBe(new double[] {1, -0.5}, 1e-5);
        loss("the loss of the pair in the text", POLICY, REFERENCE, 0.5, 0).toBe(0.201413, 1e-5);
        loss("its loss with label smoothing", POLICY, REFERENCE, 0.5, 0.1).toBe(0.351413, 1e-5);
    }

    @Test
    @DisplayName("before the first step there is no reward, and the loss is ln 2")
    void beginsAtLogTwo() {
        rewards("the rewards where policy and reference are the same", POLICY, POLICY, 0.1)
                .toBe(new double[] {0, 0}, 1e-6);
        loss("the loss where policy and reference are the same", POLICY, POLICY, 0.1, 0)
                .toBe(Math.log(2), 1e-5);
    }

    @Test
    @DisplayName("is a number for the margins of long answers")
    void isStable() {
        double[] far = {-3000, -1000};
        double[] near = {-2000, -2000};
        loss("the loss at a margin of −1000", far, near, 0.5, 0).toBe(1000, 1e-3);
        loss("the loss at a margin of 1000", near, far, 0.5, 0).toBe(0, 1e-3);
        loss("the loss at a margin of 1000, with label smoothing", near, far, 0.5, 0.25)
                .toBe(250, 1e-3);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("any pair, any β, with and without label smoothing")
    void anyPair(RandomGenerator random) {
        for (int i = 0; i < 8; i++) {
            double[] policy = random.doubles(2, -30, -20).toArray();
            double[] reference = random.doubles(2, -30, -20).toArray();
            double beta = random.nextDouble(0.05, 0.4);
            double smoothing = i % 2 == 0 ? 0 : random.nextDouble(0.1, 0.4);
            double odds = Math.pow(ratio(policy, reference, 0) / ratio(policy, reference, 1), beta);
            double right = odds / (1 + odds);
            rewards("the rewards of another pair", policy, reference, beta).toBe(new double[] {
                    beta * Math.log(ratio(policy, reference, 0)),
                    beta * Math.log(ratio(policy, reference, 1))}, 1e-4);
            loss("the loss of another pair", policy, reference, beta, smoothing)
                    .toBe(-Math.log(right) * (1 - smoothing) - Math.log(1 - right) * smoothing,
                            1e-4);
        }
    }

    @Test
    @DisplayName("refuses a β of 0 and a smoothing of a half")
    void refusesTheImpossible() {
        expectRefusal("a β of 0", () -> Ex83DpoLoss.loss(POLICY, REFERENCE, 0, 0));
        expectRefusal("a label smoothing of 0.5",
                () -> Ex83DpoLoss.loss(POLICY, REFERENCE, 0.1, 0.5));
        expectRefusal("a label smoothing of -0.1",
                () -> Ex83DpoLoss.loss(POLICY, REFERENCE, 0.1, -0.1));
    }

    /// `π / π_ref`.
    private static double ratio(double[] policy, double[] reference, int answer) {
        return Math.exp(policy[answer] - reference[answer]);
    }

    private static Expect rewards(String what, double[] policy, double[] reference, double beta) {
        double[] actual = Ex83DpoLoss.rewards(policy, reference, beta);
        double chosen = policy[0] - reference[0];
        double rejected = policy[1] - reference[1];
        return expect(what, actual)
                .mistake("dpo-without-reference", WITHOUT_REFERENCE,
                        new double[] {beta * policy[0], beta * policy[1]})
                .mistake("dpo-rewards-without-beta", "these are the log-ratios: a reward is β "
                        + "times as much", new double[] {chosen, rejected})
                .mistake("dpo-ratio-turned", "the ratio is upside down: an answer that has become "
                        + "likelier must get a positive reward",
                        new double[] {-beta * chosen, -beta * rejected});
    }

    private static Expect loss(String what, double[] policy, double[] reference, double beta,
            double smoothing) {
        double actual = Ex83DpoLoss.loss(policy, reference, beta, smoothing);
        double h = policy[0] - reference[0] - (policy[1] - reference[1]);
        return expect(what, actual)
                .mistakeIf(!Double.isFinite(actual) && Math.abs(beta * h) > 700, "dpo-overflows",
                        "e to a large margin is infinite, and the loss no number any more: "
                        + "simplify −ln σ before you compute it")
                .mistake("dpo-without-reference", WITHOUT_REFERENCE,
                        loss(beta * (policy[0] - policy[1]), smoothing))
                .mistake("dpo-swapped", "the margin has the wrong sign: the loss falls where the "
                        + "rejected answer becomes likelier", loss(-beta * h, smoothing))
                .mistake("dpo-beta-outside", "β stands before the loss, but it belongs to the "
                        + "rewards, inside of σ", beta * loss(h, smoothing))
                .mistake("dpo-without-smoothing", "the label smoothing is not used: a share of the "
                        + "pairs counts the other way round", loss(beta * h, 0));
    }

    private static double loss(double margin, double smoothing) {
        return (1 - smoothing) * surprise(margin) + smoothing * surprise(-margin);
    }

    /// `−ln σ(x)`, which overflows for no number.
    private static double surprise(double x) {
        return Math.max(0, -x) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    private static final String WITHOUT_REFERENCE = "the reference is not used: what counts is how "
            + "much likelier an answer has become, not how likely it is";
}
