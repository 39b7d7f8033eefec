import static llm.exercise.Expect.expect;

import java.util.random.RandomGenerator;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 4.6: RMSNorm")
class Ex46RmsNormTest {
    private static final double TOLERANCE = 1e-4;            // float32 or double, in any order

    /// RMSNorm, and what is often made of it.
    private enum Form {
        RIGHT, CENTRED, SUM, EPSILON_OUTSIDE, NO_GAIN
    }

    @Test
    @DisplayName("one token gives the vector in the text")
    void givesTheWorkedExample() {
        float[][] x = {{2, 4, 2, 4}};
        normed("the worked example", x, new float[] {1, 2, 1, 0}, 6)
                .toBe(new float[][] {{0.5f, 2, 0.5f, 0}}, TOLERANCE);
    }

    @Test
    @DisplayName("a vector of zeros stays one, and each token is on its own")
    void zerosStayZeros() {
        float[][] x = {{0, 0, 0}, {1, -2, 2}};
        float[] gain = {1, 3, -1};
        normed("two tokens, the first of zeros", x, gain, 1)
                .toBe(form(Form.RIGHT, x, gain, 1), TOLERANCE);
    }

    @Test
    @DisplayName("small numbers and large ones come out alike")
    void comesOutAlike() {
        float[][] x = {{0.1f, 0.3f, 0.2f, 0.4f}, {10, 30, 20, 40}};
        float[] gain = {1, 1, 2, 1};
        normed("two vectors, one of them 100 times as large", x, gain, 1e-5)
                .toBe(form(Form.RIGHT, x, gain, 1e-5), TOLERANCE);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("is right for any vectors, gains and epsilons")
    void isRightForAnyVectors(RandomGenerator random) {
        int embDim = random.nextInt(5, 9);
        float[][] x = new float[random.nextInt(3, 6)][];
        for (int token = 0; token < x.length; token++) {
            x[token] = numbers(random, embDim, 3);
        }
        float[] gain = numbers(random, embDim, 2);
        double epsilon = random.nextDouble(0.1, 1);
        normed("several random vectors", x, gain, epsilon)
                .toBe(form(Form.RIGHT, x, gain, epsilon), TOLERANCE);
    }

    private static float[] numbers(RandomGenerator random, int count, double deviation) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) (1 + deviation * random.nextGaussian());
        }
        return numbers;
    }

    private static Expect normed(String what, float[][] x, float[] gain, double epsilon) {
        return expect(what, Ex46RmsNorm.rmsNorm(x, gain, epsilon))
                .mistake("rms-norm-centred", "the mean is subtracted, as in layer norm, but "
                        + "RMSNorm only divides", form(Form.CENTRED, x, gain, epsilon))
                .mistake("rms-norm-sum", "the root is that of the sum of the squares, but their "
                        + "mean belongs there", form(Form.SUM, x, gain, epsilon))
                .mistake("rms-norm-epsilon-outside", "epsilon is added to the root, but it belongs "
                        + "to the mean of the squares, below the root",
                        form(Form.EPSILON_OUTSIDE, x, gain, epsilon))
                .mistake("rms-norm-without-gain", "the vector is normalised, but not multiplied by "
                        + "the gain", form(Form.NO_GAIN, x, gain, epsilon));
    }

    private static double[][] form(Form form, float[][] x, float[] gain, double epsilon) {
        int embDim = gain.length;
        double[][] y = new double[x.length][embDim];
        for (int token = 0; token < x.length; token++) {
            double mean = 0;
            for (float value : x[token]) {
                mean += form == Form.CENTRED ? value / (double) embDim : 0;
            }
            double squares = 0;
            for (float value : x[token]) {
                squares += Math.pow(value - mean, 2) / (form == Form.SUM ? 1 : embDim);
            }
            double root = form == Form.EPSILON_OUTSIDE ? Math.sqrt(squares) + epsilon
                    : Math.sqrt(squares + epsilon);
            for (int i = 0; i < embDim; i++) {
                y[token][i] = (form == Form.NO_GAIN ? 1 : gain[i]) * (x[token][i] - mean) / root;
            }
        }
        return y;
    }
}
