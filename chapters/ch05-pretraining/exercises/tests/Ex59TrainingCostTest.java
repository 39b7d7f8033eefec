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
@DisplayName("Exercise 5.9: what a training costs")
class Ex59TrainingCostTest {
    private static final double BILLION = 1e9;
    private static final double TOLERANCE = 1e-6;

    @Test
    @DisplayName("560,640 trained parameters take 8,970,240 bytes, frozen ones a quarter of it")
    void givesTheBytes() {
        bytes("the bytes of this chapter's model", 560_640, 560_640).toBe(8_970_240);
        bytes("the bytes of a frozen model", 560_640, 0).toBe(2_242_560);
        bytes("the bytes of 7 billion parameters of which 4 million are trained",
                7_000_000_000L, 4_000_000).toBe(28_048_000_000L);
    }

    @Test
    @DisplayName("a step of 1,024 tokens takes 3.4 billion operations, GPT-3 takes 3.15 · 10²³")
    void givesTheOperations() {
        flops("the operations of a step, in billions", 560_640, 1_024, BILLION)
                .toBe(3.44457216, TOLERANCE);
        flops("the operations of GPT-3, in 10²³", 175_000_000_000L, 300_000_000_000L, 1e23)
                .toBe(3.15, TOLERANCE);
    }

    @Test
    @DisplayName("a thousand accelerators are busy with GPT-3 for 23.4 days")
    void givesTheDays() {
        days("the days of GPT-3", 3.15e23, 312e15, 0.5).toBe(23.370726, 1e-5);
    }

    @Test
    @DisplayName("refuses more trained parameters than there are, and machines that do nothing")
    void refusesTheImpossible() {
        expectRefusal("11 of 10 parameters", () -> Ex59TrainingCost.stateBytes(10, 11));
        expectRefusal("-1 of 10 parameters", () -> Ex59TrainingCost.stateBytes(10, -1));
        expectRefusal("a utilization of 0", () -> Ex59TrainingCost.days(1, 1, 0));
        expectRefusal("a utilization of 40", () -> Ex59TrainingCost.days(1, 1, 40));
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("any model, any text and any machine")
    void countsAnything(RandomGenerator random) {
        long frozen = random.nextLong(1_000_000, 90_000_000_000L);
        long trained = random.nextLong(1_000_000, 90_000_000_000L);
        bytes("the bytes of a model that is frozen in part", frozen + trained, trained)
                .toBe(4 * frozen + 16 * trained);
        long tokens = random.nextLong(2_000_000_000_000L, 9_000_000_000_000L);
        flops("the operations of a large training, in 10²³", trained, tokens, 1e23)
                .toBe(6 * (trained / 1e11) * (tokens / 1e12), TOLERANCE);
        double utilization = random.nextDouble(0.2, 0.8);
        days("the days of a large training", 8.64e22, 1e18 / utilization, utilization)
                .toBe(1, TOLERANCE);
    }

    private static Expect bytes(String what, long parameters, long trainable) {
        return expect(what, Ex59TrainingCost.stateBytes(parameters, trainable))
                .mistake("cost-one-moment", "AdamW has two moments for each weight that is "
                        + "trained, not one", 4 * parameters + 8 * trainable)
                .mistake("cost-without-moments", "AdamW's two moments are missing",
                        4 * parameters + 4 * trainable)
                .mistake("cost-moments-of-frozen", "weights that are frozen have no gradient and "
                        + "no moments", 16 * parameters);
    }

    private static Expect flops(String what, long parameters, long tokens, double unit) {
        return expect(what, Ex59TrainingCost.flops(parameters, tokens) / unit)
                .mistake("cost-overflows", "the product is larger than the largest long: multiply "
                        + "doubles", 6 * parameters * tokens / unit)
                .mistake("cost-forward-alone", "two operations are the forward pass alone: "
                        + "backward takes four more", 2.0 * parameters * tokens / unit);
    }

    private static Expect days(String what, double flops, double peak, double utilization) {
        return expect(what, Ex59TrainingCost.days(flops, peak, utilization))
                .mistake("cost-idle-is-fast", "the time is multiplied by the utilization: a "
                        + "machine that does less takes longer",
                        flops * utilization / peak / 86_400)
                .mistake("cost-full-speed", "the machine is taken for fully used",
                        flops / peak / 86_400);
    }
}
