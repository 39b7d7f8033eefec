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
@DisplayName("Exercise 1.1: the linear layer")
class Ex11LinearLayerTest {
    @Test
    @DisplayName("one row, two inputs and three outputs give the result in the text")
    void givesTheWorkedExample() {
        layer("the layer in the text", new float[][] {{1, 2}},
                new float[][] {{1, 0}, {0, 1}, {3, 4}}, new float[] {10, 20, 30})
                .toBe(new float[][] {{11, 22, 41}}, 1e-5);
    }

    @Test
    @DisplayName("with as many outputs as inputs, a row of weights still belongs to one output")
    void readsWeightsByRow() {
        layer("a layer with two inputs and two outputs", new float[][] {{1, 2}, {3, 4}},
                new float[][] {{1, -2}, {5, 7}}, new float[] {100, 200})
                .toBe(new float[][] {{97, 219}, {95, 243}}, 1e-5);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("holds for any number of rows, inputs and outputs")
    void holdsForAnySize(RandomGenerator random) {
        for (int[] size : new int[][] {{4, 5, 5}, {3, 6, 2}, {5, 2, 7}}) {
            float[][] x = matrix(random, size[0], size[1]);
            float[][] weight = matrix(random, size[2], size[1]);
            float[] bias = matrix(random, 1, size[2])[0];
            layer("a layer of another size", x, weight, bias).toBe(outputs(x, weight, bias), 1e-4);
        }
    }

    @Test
    @DisplayName("refuses rows that do not fit the weights")
    void refusesOtherWidths() {
        float[][] weight = {{1, 2, 3}};
        expectRefusal("rows of 2 for weights of 3 inputs", () ->
                Ex11LinearLayer.forward(new float[][] {{1, 2}}, weight, new float[1]));
        expectRefusal("rows of 4 for weights of 3 inputs", () ->
                Ex11LinearLayer.forward(new float[][] {{1, 2, 3, 4}}, weight, new float[1]));
    }

    private static Expect layer(String what, float[][] x, float[][] weight, float[] bias) {
        double[][] right = outputs(x, weight, bias);
        double[][] manyBiases = outputs(x, weight, bias);
        double[][] running = new double[x.length][bias.length];
        for (int row = 0; row < x.length; row++) {
            double sum = 0;
            for (int o = 0; o < bias.length; o++) {
                manyBiases[row][o] += (x[row].length - 1) * bias[o];
                sum += right[row][o] - bias[o];
                running[row][o] = sum + bias[o];
            }
        }
        Expect expect = expect(what, Ex11LinearLayer.forward(x, weight, bias))
                .mistake("linear-bias-for-each-input", "the bias is added once for each input, but "
                        + "it belongs to the output and is added once", manyBiases)
                .mistake("linear-sum-goes-on", "the sum of one output goes on into the next: each "
                        + "output needs a sum of its own that begins anew", running);
        return weight.length != weight[0].length ? expect
                : expect.mistake("linear-weights-by-column", "the weights are read by column, but "
                        + "a row of the weight matrix holds the weights of one output",
                        outputs(x, transposed(weight), bias));
    }

    /// Adds what each input contributes to all outputs.
    private static double[][] outputs(float[][] x, float[][] weight, float[] bias) {
        double[][] y = new double[x.length][bias.length];
        for (int o = 0; o < bias.length; o++) {
            for (int row = 0; row < x.length; row++) {
                y[row][o] = bias[o];
            }
        }
        for (int i = 0; i < x[0].length; i++) {
            for (int row = 0; row < x.length; row++) {
                for (int o = 0; o < bias.length; o++) {
                    y[row][o] += (double) x[row][i] * weight[o][i];
                }
            }
        }
        return y;
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
