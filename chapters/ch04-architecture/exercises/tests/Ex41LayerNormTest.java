import static llm.exercise.Expect.expect;

import java.util.random.RandomGenerator;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 4.1: layer norm")
class Ex41LayerNormTest {
    private static final double TOLERANCE = 1e-4;            // float32 or double, in any order

    /// Layer norm, and what is often made of it.
    private enum Form {
        RIGHT, SAMPLE_VARIANCE, EPSILON_OUTSIDE, OVER_TOKENS, BIAS_BEFORE_GAIN
    }

    @Test
    @DisplayName("one token gives the vector in the text")
    void givesTheWorkedExample() {
        float[][] x = {{2, 4, 2, 4}};
        float[] gain = {2, 2, 1, 1};
        float[] bias = {0, 1, 0, 0};
        normed("the worked example", x, gain, bias, 3)
                .toBe(new float[][] {{-1, 2, -0.5f, 0.5f}}, TOLERANCE);
    }

    @Test
    @DisplayName("a vector of equal numbers gives the bias, and each token is on its own")
    void equalNumbersGiveTheBias() {
        float[][] x = {{7, 7, 7}, {3, 9, 0}};
        float[] gain = {1, 2, 3};
        float[] bias = {0.5f, -1, 4};
        normed("two tokens, the first of equal numbers", x, gain, bias, 0.5)
                .toBe(form(Form.RIGHT, x, gain, bias, 0.5), TOLERANCE);
    }

    @Test
    @DisplayName("small numbers and large ones come out alike")
    void comesOutAlike() {
        float[][] x = {{0.1f, 0.3f, 0.2f, 0.4f}, {10, 30, 20, 40}};
        float[] gain = {1, 1, 1, 1};
        float[] bias = {0, 0.5f, 0, 0};
        normed("two vectors, one of them 100 times as large", x, gain, bias, 1e-5)
                .toBe(form(Form.RIGHT, x, gain, bias, 1e-5), TOLERANCE);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("is right for any vectors, gains, biases and epsilons")
    void isRightForAnyVectors(RandomGenerator random) {
        int embDim = random.nextInt(5, 9);
        float[][] x = new float[random.nextInt(3, 6)][];
        for (int token = 0; token < x.length; token++) {
            x[token] = numbers(random, embDim, 3);
        }
        float[] gain = numbers(random, embDim, 2);
        float[] bias = numbers(random, embDim, 2);
        double epsilon = random.nextDouble(0.1, 1);
        normed("several random vectors", x, gain, bias, epsilon)
                .toBe(form(Form.RIGHT, x, gain, bias, epsilon), TOLERANCE);
    }

    private static float[] numbers(RandomGenerator random, int count, double deviation) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) (1 + deviation * random.nextGaussian());
        }
        return numbers;
    }

    private static Expect normed(String what, float[][] x, float[] gain, float[] bias,
            double epsilon) {
        return expect(what, Ex41LayerNorm.layerNorm(x, gain, bias, epsilon))
                .mistake("layer-norm-sample-variance", "the squared deviations are divided by "
                        + "embDim − 1, but layer norm divides them by embDim",
                        form(Form.SAMPLE_VARIANCE, x, gain, bias, epsilon))
                .mistake("layer-norm-epsilon-outside", "epsilon is added to the root, but it "
                        + "belongs to the variance, below the root",
                        form(Form.EPSILON_OUTSIDE, x, gain, bias, epsilon))
                .mistake("layer-norm-over-tokens", "mean and variance go over the tokens, but each "
                        + "token's vector is normalised by itself",
                        form(Form.OVER_TOKENS, x, gain, bias, epsilon))
                .mistake("layer-norm-bias-before-gain", "the gain multiplies the bias, too, but "
                        + "the bias is added last",
                        form(Form.BIAS_BEFORE_GAIN, x, gain, bias, epsilon));
    }

    private static double[][] form(Form form, float[][] x, float[] gain, float[] bias,
            double epsilon) {
        double[][] y = new double[x.length][gain.length];
        for (int token = 0; token < x.length; token++) {
            for (int i = 0; i < gain.length; i++) {
                double[] beside = form == Form.OVER_TOKENS ? column(x, i) : row(x, token);
                double n = beside.length;
                double mean = sum(beside, 0, 1) / n;
                double variance = sum(beside, mean, 2)
                        / (form == Form.SAMPLE_VARIANCE ? n - 1 : n);
                double root = form == Form.EPSILON_OUTSIDE ? Math.sqrt(variance) + epsilon
                        : Math.sqrt(variance + epsilon);
                double normed = (x[token][i] - mean) / root;
                y[token][i] = form == Form.BIAS_BEFORE_GAIN ? gain[i] * (normed + bias[i])
                        : gain[i] * normed + bias[i];
            }
        }
        return y;
    }

    /// The sum of `(value − centre)^power`.
    private static double sum(double[] values, double centre, int power) {
        double sum = 0;
        for (double value : values) {
            sum += Math.pow(value - centre, power);
        }
        return sum;
    }

    private static double[] row(float[][] x, int token) {
        double[] row = new double[x[token].length];
        for (int i = 0; i < row.length; i++) {
            row[i] = x[token][i];
        }
        return row;
    }

    private static double[] column(float[][] x, int i) {
        double[] column = new double[x.length];
        for (int token = 0; token < x.length; token++) {
            column[token] = x[token][i];
        }
        return column;
    }
}
