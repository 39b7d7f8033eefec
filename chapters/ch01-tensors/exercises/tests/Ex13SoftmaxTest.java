import static llm.exercise.Expect.expect;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 1.3: softmax and its gradient")
class Ex13SoftmaxTest {
    @Test
    @DisplayName("the rows in the text become the probabilities in the text")
    void givesTheWorkedExample() {
        forward("softmax of 2, 1, 0, -1", new float[][] {{2, 1, 0, -1}})
                .toBe(new double[][] {{0.643914, 0.236883, 0.087144, 0.032059}}, 1e-5);
        forward("softmax of two rows, the second of equal logits",
                new float[][] {{2, 1, 0, -1}, {3, 3, 3, 3}})
                .toBe(new double[][] {{0.643914, 0.236883, 0.087144, 0.032059},
                    {0.25, 0.25, 0.25, 0.25}}, 1e-5);
    }

    @Test
    @DisplayName("logits of 1000 and -1000 do no harm")
    void standsLargeLogits() {
        forward("softmax of logits near 1000, 0 and -1000",
                new float[][] {{1000, 1000}, {0, 1}, {-1000, -1001}})
                .toBe(new double[][] {{0.5, 0.5}, {0.268941, 0.731059}, {0.731059, 0.268941}},
                        1e-5);
    }

    @Test
    @DisplayName("the slopes in the text find their way back")
    void givesTheWorkedExampleBackward() {
        backward("slopes through the probabilities 0.5 and 0.5", new float[][] {{0.5f, 0.5f}},
                new float[][] {{1, 0}}).toBe(new double[][] {{0.25, -0.25}}, 1e-6);
        backward("slopes through three probabilities", new float[][] {{0.5f, 0.3f, 0.2f}},
                new float[][] {{1, 2, -1}}).toBe(new double[][] {{0.05, 0.33, -0.38}}, 1e-6);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("makes probabilities of any logits")
    void holdsForAnyLogits(RandomGenerator random) {
        float[][] x = matrix(random, 4, random.nextInt(3, 9), 3);
        forward("softmax of more logits", x).toBe(softmax(x), 1e-5);
        float[][] shifted = matrix(random, 3, 5, 2);
        for (int i = 0; i < 5; i++) {
            shifted[0][i] += 900;
            shifted[2][i] -= 900;
        }
        forward("softmax of large and small logits", shifted).toBe(softmax(shifted), 1e-5);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("sends slopes back as nudging the logits does")
    void sendsSlopesBack(RandomGenerator random) {
        int classes = random.nextInt(3, 7);
        float[][] x = matrix(random, 3, classes, 1);
        float[][] g = matrix(random, 3, classes, 1);
        float[][] y = new float[3][classes];
        for (int row = 0; row < 3; row++) {
            for (int i = 0; i < classes; i++) {
                y[row][i] = (float) shares(doubles(x[row]))[i];
            }
        }
        backward("slopes through more probabilities", y, g).toBe(nudged(x, g), 1e-5);
    }

    private static Expect forward(String what, float[][] x) {
        double all = 0;
        double max = 0;
        for (float[] row : x) {
            for (float logit : row) {
                max = Math.max(max, logit);
            }
        }
        for (float[] row : x) {
            for (float logit : row) {
                all += Math.exp(logit - max);
            }
        }
        double[][] overflowing = new double[x.length][];
        double[][] fromZero = new double[x.length][];
        double[][] together = new double[x.length][];
        double[][] withoutPowers = new double[x.length][];
        for (int row = 0; row < x.length; row++) {
            overflowing[row] = above(x[row], 0);
            double largest = 0;
            for (float logit : x[row]) {
                largest = Math.max(largest, logit);
            }
            fromZero[row] = above(x[row], largest);
            together[row] = new double[x[row].length];
            withoutPowers[row] = new double[x[row].length];
            double sum = Arrays.stream(doubles(x[row])).sum();
            for (int i = 0; i < x[row].length; i++) {
                together[row][i] = Math.exp(x[row][i] - max) / all;
                withoutPowers[row][i] = x[row][i] / sum;
            }
        }
        float[][] kept = Arrays.stream(x).map(float[]::clone).toArray(float[][]::new);
        float[][] y = Ex13Softmax.forward(x);
        expect("the logits after forward", x).mistake("softmax-overwrites-logits", "the "
                + "probabilities are written over the logits: others still need these, so put "
                + "the result into a new array", y).toBe(kept);
        return expect(what, y)
                .mistake("softmax-without-exp", "the logits are divided by their sum as they are: "
                        + "softmax takes their exponentials first", withoutPowers)
                .mistake("softmax-overflows", "the exponentials of large logits are infinite, and "
                        + "of small ones all 0: take the largest of the row away first",
                        overflowing)
                .mistake("softmax-max-above-negative-logits", "the largest of a row of negative "
                        + "logits is not found: begin the search at minus infinity", fromZero)
                .mistake("softmax-sums-all-rows", "all rows together sum to 1, but each row is a "
                        + "distribution of its own", together);
    }

    private static Expect backward(String what, float[][] y, float[][] g) {
        double[][] diagonal = new double[y.length][y[0].length];
        double[][] plainSum = new double[y.length][y[0].length];
        for (int row = 0; row < y.length; row++) {
            double sum = Arrays.stream(doubles(g[row])).sum();
            for (int i = 0; i < y[row].length; i++) {
                diagonal[row][i] = g[row][i] * y[row][i] * (1 - y[row][i]);
                plainSum[row][i] = y[row][i] * (g[row][i] - sum);
            }
        }
        return expect(what, Ex13Softmax.backward(y, g))
                .mistake("softmax-slope-of-itself-only", "each logit is taken to move only its own "
                        + "probability, but it moves all of its row", diagonal)
                .mistake("softmax-slopes-not-weighted", "the slopes of the row are added up as "
                        + "they are: each counts as much as its probability", plainSum);
    }

    /// Shares of powers above a level, which overflow where the level is badly chosen.
    private static double[] above(float[] row, double level) {
        double[] powers = Arrays.stream(doubles(row)).map(logit -> Math.exp(logit - level))
                .toArray();
        double sum = Arrays.stream(powers).sum();
        return Arrays.stream(powers).map(power -> power / sum).toArray();
    }

    /// What is right: one over the sum of all powers relative to its own.
    private static double[] shares(double[] row) {
        return Arrays.stream(row).map(own -> 1 / Arrays.stream(row)
                .map(other -> Math.exp(other - own)).sum()).toArray();
    }

    private static double[][] softmax(float[][] x) {
        return Arrays.stream(x).map(row -> shares(doubles(row))).toArray(double[][]::new);
    }

    /// Central differences of `Σ g y`.
    private static double[][] nudged(float[][] x, float[][] g) {
        double[][] slopes = new double[x.length][x[0].length];
        for (int row = 0; row < x.length; row++) {
            for (int i = 0; i < x[row].length; i++) {
                slopes[row][i] = (loss(x[row], g[row], i, 1e-5) - loss(x[row], g[row], i, -1e-5))
                        / 2e-5;
            }
        }
        return slopes;
    }

    private static double loss(float[] row, float[] g, int at, double nudge) {
        double[] logits = doubles(row);
        logits[at] += nudge;
        double[] y = shares(logits);
        double loss = 0;
        for (int j = 0; j < y.length; j++) {
            loss += g[j] * y[j];
        }
        return loss;
    }

    private static double[] doubles(float[] row) {
        double[] wide = new double[row.length];
        Arrays.setAll(wide, i -> row[i]);
        return wide;
    }

    private static float[][] matrix(RandomGenerator random, int rows, int columns, double size) {
        float[][] matrix = new float[rows][columns];
        for (float[] row : matrix) {
            for (int i = 0; i < columns; i++) {
                row[i] = (float) (size * random.nextGaussian());
            }
        }
        return matrix;
    }
}
