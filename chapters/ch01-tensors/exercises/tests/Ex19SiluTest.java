import static llm.exercise.Expect.expect;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 1.9: SiLU, forward and backward")
class Ex19SiluTest {
    private static final float[] ONES = {1, 1, 1, 1};

    @Test
    @DisplayName("1, 0 and -1 become the numbers in the text")
    void givesTheWorkedExample() {
        forward("silu of 1, 0 and -1", new float[] {1, 0, -1})
                .toBe(new double[] {0.731059, 0, -0.268941}, 1e-5);
    }

    @Test
    @DisplayName("the slopes in the text find their way back")
    void givesTheWorkedExampleBackward() {
        backward("slopes at 1 and 0, times 10 and 2", new float[] {1, 0}, new float[] {10, 2})
                .toBe(new double[] {9.276705, 1}, 1e-5);
        backward("slopes at 1, 0, -1 and 2", new float[] {1, 0, -1, 2}, ONES)
                .toBe(new double[] {0.927671, 0.5, 0.072329, 1.090784}, 1e-5);
    }

    @Test
    @DisplayName("inputs of 1000 and -1000 do no harm")
    void standsLargeInputs() {
        float[] x = {1000, -1000, 100, -100};
        forward("silu of 1000, -1000, 100 and -100", x)
                .toBe(new double[] {1000, 0, 100, 0}, 1e-5);
        backward("slopes at 1000, -1000, 100 and -100", x, ONES)
                .toBe(new double[] {1, 0, 1, 0}, 1e-5);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("bends any numbers")
    void bendsAnyNumbers(RandomGenerator random) {
        float[] x = numbers(random, 30, 4);
        forward("silu of more numbers", x).toBe(each(x, Ex19SiluTest::silu), 5e-5);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("sends slopes back as nudging the inputs does")
    void sendsSlopesBack(RandomGenerator random) {
        float[] x = numbers(random, 30, 3);
        float[] g = numbers(random, 30, 1);
        double[] slopes = each(x, at -> (silu(at + 1e-5) - silu(at - 1e-5)) / 2e-5);
        backward("slopes through more numbers", x, g).toBe(times(slopes, g), 1e-5);
    }

    private static Expect forward(String what, float[] x) {
        return expect(what, Ex19Silu.forward(x))
                .mistake("silu-without-input", "this is the sigmoid alone: silu is the input times "
                        + "its sigmoid", each(x, Ex19SiluTest::sigmoid))
                .mistake("silu-overflows", "a large input becomes infinity over infinity: write "
                        + "the sigmoid so that only its denominator can become infinite",
                        each(x, at -> at * overflowing(at)));
    }

    private static Expect backward(String what, float[] x, float[] g) {
        DoubleUnaryOperator moved = at -> at * sigmoid(at) * (1 - sigmoid(at));
        return expect(what, Ex19Silu.backward(x, g))
                .mistake("silu-sigmoid-held-still", "the sigmoid is taken for a constant, but it "
                        + "moves with the input as well: a product has two terms in its slope",
                        times(each(x, Ex19SiluTest::sigmoid), g))
                .mistake("silu-input-held-still", "only the sigmoid moves, but the input in front "
                        + "of it does as well: a product has two terms in its slope",
                        times(each(x, moved), g))
                .mistake("silu-slope-of-sigmoid", "this is the slope of the sigmoid alone: silu is "
                        + "the input times its sigmoid",
                        times(each(x, at -> sigmoid(at) * (1 - sigmoid(at))), g))
                .mistake("silu-without-incoming-slopes", "the slopes that come in are not used: "
                        + "the chain rule multiplies by them",
                        each(x, at -> sigmoid(at) + moved.applyAsDouble(at)))
                .mistake("silu-overflows", "a large input becomes infinity over infinity: write "
                        + "the sigmoid so that only its denominator can become infinite",
                        times(each(x, at -> overflowing(at)
                                + at * overflowing(at) * (1 - overflowing(at))), g));
    }

    /// By way of the hyperbolic tangent: `σ(x) = (1 + tanh(x / 2)) / 2`.
    private static double sigmoid(double x) {
        return (1 + Math.tanh(x / 2)) / 2;
    }

    private static double silu(double x) {
        return x * sigmoid(x);
    }

    private static double overflowing(double x) {
        return Math.exp(x) / (1 + Math.exp(x));
    }

    private static double[] each(float[] x, DoubleUnaryOperator function) {
        return IntStream.range(0, x.length).mapToDouble(i -> function.applyAsDouble(x[i]))
                .toArray();
    }

    private static double[] times(double[] slopes, float[] g) {
        double[] products = new double[g.length];
        Arrays.setAll(products, i -> slopes[i] * g[i]);
        return products;
    }

    private static float[] numbers(RandomGenerator random, int count, double size) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) (size * random.nextGaussian());
        }
        return numbers;
    }
}
