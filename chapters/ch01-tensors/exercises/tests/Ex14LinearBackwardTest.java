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
@DisplayName("Exercise 1.4: the linear layer, backward")
class Ex14LinearBackwardTest {
    private static final float[][] X = {{1, 2}, {3, 4}};
    private static final float[][] SQUARE = {{1, 2}, {3, 5}};

    @Test
    @DisplayName("two rows and one output give the slopes in the text")
    void givesTheWorkedExample() {
        float[][] g = {{1}, {10}};
        input("slopes by x in the text", g, new float[][] {{5, 6}})
                .toBe(new float[][] {{5, 6}, {50, 60}}, 1e-5);
        weight("slopes by W in the text", g, X).toBe(new float[][] {{31, 42}}, 1e-5);
        bias("slopes by b in the text", g).toBe(new float[] {11}, 1e-5);
    }

    @Test
    @DisplayName("with as many outputs as inputs, rows and columns are still not the same")
    void keepsRowsAndColumnsApart() {
        float[][] g = {{1, 0}, {2, -1}};
        input("slopes by x of a square layer", g, SQUARE)
                .toBe(new float[][] {{1, 2}, {-1, -1}}, 1e-5);
        weight("slopes by W of a square layer", g, X)
                .toBe(new float[][] {{7, 10}, {-3, -4}}, 1e-5);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("the slopes by the input are those that nudging finds")
    void findsSlopesOfTheInput(RandomGenerator random) {
        for (int[] size : new int[][] {{3, 4, 4}, {4, 5, 2}, {2, 3, 6}}) {
            float[][] weight = matrix(random, size[2], size[1]);
            float[][] g = matrix(random, size[0], size[2]);
            double[][] expected = new double[size[0]][size[1]];
            for (int row = 0; row < size[0]; row++) {
                for (int i = 0; i < size[1]; i++) {         // the layer is linear: a nudge of 1
                    float[][] nudge = new float[size[0]][size[1]];
                    nudge[row][i] = 1;
                    expected[row][i] = loss(nudge, weight, g);
                }
            }
            input("slopes by x", g, weight).toBe(expected, 1e-4);
        }
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("the slopes by weights and bias are those that nudging finds")
    void findsSlopesOfTheParameters(RandomGenerator random) {
        for (int[] size : new int[][] {{3, 4, 4}, {4, 5, 2}, {2, 3, 6}}) {
            float[][] x = matrix(random, size[0], size[1]);
            float[][] g = matrix(random, size[0], size[2]);
            float[][] ones = ones(size[0], 1);
            double[][] ofWeight = new double[size[2]][size[1]];
            double[] ofBias = new double[size[2]];
            for (int o = 0; o < size[2]; o++) {
                for (int i = 0; i < size[1]; i++) {
                    float[][] nudge = new float[size[2]][size[1]];
                    nudge[o][i] = 1;
                    ofWeight[o][i] = loss(x, nudge, g);
                }
                float[][] nudge = new float[size[2]][1];    // a bias is the weight of an input 1
                nudge[o][0] = 1;
                ofBias[o] = loss(ones, nudge, g);
            }
            weight("slopes by W", g, x).toBe(ofWeight, 1e-4);
            bias("slopes by b", g).toBe(ofBias, 1e-4);
        }
    }

    private static Expect input(String what, float[][] g, float[][] weight) {
        Expect expect = expect(what, Ex14LinearBackward.gradientOfInput(g, weight));
        return weight.length != weight[0].length ? expect
                : expect.mistake("linear-gradient-by-transposed-weights", "the slopes go back "
                        + "through the transposed weights: forward multiplies by them, backward "
                        + "by the weights as they are", product(g, transposed(weight)));
    }

    private static Expect weight(String what, float[][] g, float[][] x) {
        float[][] sum = product(transposed(g), x);
        return expect(what, Ex14LinearBackward.gradientOfWeight(g, x))
                .mistake("linear-gradient-averaged", "the slopes of the rows are averaged, but "
                        + "what all rows send back is added up", scaled(sum, 1.0f / g.length))
                .mistake("linear-gradient-of-last-row", "only the last row counts: what all rows "
                        + "send back is added up", product(transposed(last(g)), last(x)))
                .mistake("linear-gradient-on-its-side", "the gradient of the weights has their "
                        + "rows as columns: it must have the shape of the weights",
                        transposed(sum));
    }

    private static Expect bias(String what, float[][] g) {
        float[][] sum = product(ones(1, g.length), g);
        return expect(what, Ex14LinearBackward.gradientOfBias(g))
                .mistake("linear-gradient-averaged", "the slopes of the rows are averaged, but "
                        + "what all rows send back is added up", scaled(sum, 1.0f / g.length)[0])
                .mistake("linear-gradient-of-last-row", "only the last row counts: what all rows "
                        + "send back is added up", last(g)[0]);
    }

    /// `Σ g ⊙ (x Wᵀ)`
    private static double loss(float[][] x, float[][] weight, float[][] g) {
        double loss = 0;
        for (int row = 0; row < x.length; row++) {
            for (int o = 0; o < weight.length; o++) {
                for (int i = 0; i < weight[o].length; i++) {
                    loss += (double) g[row][o] * x[row][i] * weight[o][i];
                }
            }
        }
        return loss;
    }

    private static float[][] product(float[][] a, float[][] b) {
        float[][] product = new float[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int k = 0; k < b.length; k++) {
                for (int j = 0; j < b[k].length; j++) {
                    product[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return product;
    }

    private static float[][] transposed(float[][] matrix) {
        float[][] turned = new float[matrix[0].length][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix[0].length; j++) {
                turned[j][i] = matrix[i][j];
            }
        }
        return turned;
    }

    private static float[][] last(float[][] rows) {
        return new float[][] {rows[rows.length - 1]};
    }

    private static float[][] scaled(float[][] matrix, float factor) {
        float[][] scaled = new float[matrix.length][matrix[0].length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix[0].length; j++) {
                scaled[i][j] = factor * matrix[i][j];
            }
        }
        return scaled;
    }

    private static float[][] ones(int rows, int columns) {
        float[][] ones = new float[rows][columns];
        for (float[] row : ones) {
            Arrays.fill(row, 1);
        }
        return ones;
    }

    private static float[][] matrix(RandomGenerator random, int rows, int columns) {
        float[][] matrix = new float[rows][columns];
        for (float[] row : matrix) {
            for (int i = 0; i < columns; i++) {
                row[i] = (float) random.nextGaussian();
            }
        }
        return matrix;
    }
}
