import static llm.exercise.Expect.expect;
import static llm.exercise.Expect.expectRefusal;

import java.util.random.RandomGenerator;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 2.9: embedding look-up and its gradient")
class Ex29EmbeddingGradientTest {
    private static final double TOLERANCE = 1e-5;           // float32, sums of some ten numbers
    private static final float[][] TABLE = {{1, 2}, {3, 4}, {5, 6}};

    @Test
    @DisplayName("the ids in the text give the vectors in the text")
    void looksUpTheWorkedExample() {
        lookup("the vectors of the ids in the text", TABLE, new int[] {2, 0, 2});
        lookup("the vector of one id", TABLE, new int[] {1});
    }

    @Test
    @DisplayName("the gradient in the text gives the table the gradient in the text")
    void givesTheGradientOfTheWorkedExample() {
        float[][] gradient = {{1, 0}, {10, 20}, {0.5f, 3}};
        backward("the gradient of the table in the text", new int[] {2, 0, 2}, gradient, 3);
        expect("the gradient of the table in the text",
                Ex29EmbeddingGradient.backward(new int[] {2, 0, 2}, gradient, 3))
                .toBe(new float[][] {{10, 20}, {0, 0}, {1.5f, 3}}, TOLERANCE);
    }

    @Test
    @DisplayName("refuses ids outside the vocabulary")
    void refusesUnknownIds() {
        expectRefusal("a look-up of id 3 in a table of 3 rows",
                () -> Ex29EmbeddingGradient.lookup(TABLE, new int[] {0, 3}));
        expectRefusal("a look-up of id -1",
                () -> Ex29EmbeddingGradient.lookup(TABLE, new int[] {-1}));
        expectRefusal("the gradient for id 3 in a table of 3 rows", () ->
                Ex29EmbeddingGradient.backward(new int[] {3}, new float[][] {{1, 2}}, 3));
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("works for any table and ids, many of them repeated")
    void worksForAnyTable(RandomGenerator random) {
        int vocabSize = random.nextInt(6, 12);
        int embDim = random.nextInt(2, 6);
        int[] ids = random.ints(25, 0, vocabSize - 1).toArray();    // the last does not occur
        ids[24] = ids[3];
        lookup("the vectors of more ids", numbers(random, vocabSize, embDim), ids);
        backward("the gradient of a larger table", ids, numbers(random, 25, embDim), vocabSize);
    }

    private static float[][] numbers(RandomGenerator random, int rows, int columns) {
        float[][] numbers = new float[rows][columns];
        for (float[] row : numbers) {
            for (int i = 0; i < columns; i++) {
                row[i] = (float) random.nextGaussian();
            }
        }
        return numbers;
    }

    private static void lookup(String what, float[][] table, int[] ids) {
        expect(what, Ex29EmbeddingGradient.lookup(table, ids))
                .toBe(product(table, ids), TOLERANCE);
    }

    /// The look-up as a product with one-hot rows.
    private static double[][] product(float[][] table, int[] ids) {
        double[][] product = new double[ids.length][table[0].length];
        for (int t = 0; t < ids.length; t++) {
            for (int v = 0; v < table.length; v++) {
                for (int j = 0; j < table[v].length; j++) {
                    product[t][j] += (ids[t] == v ? 1 : 0) * table[v][j];
                }
            }
        }
        return product;
    }

    private static void backward(String what, int[] ids, float[][] gradient, int vocabSize) {
        double[][] sums = new double[vocabSize][gradient[0].length];
        double[][] means = new double[vocabSize][gradient[0].length];
        double[][] lasts = new double[vocabSize][gradient[0].length];
        for (int v = 0; v < vocabSize; v++) {
            int count = 0;
            for (int t = 0; t < ids.length; t++) {
                for (int j = 0; ids[t] == v && j < gradient[t].length; j++) {
                    sums[v][j] += gradient[t][j];
                    lasts[v][j] = gradient[t][j];
                }
                count += ids[t] == v ? 1 : 0;
            }
            for (int j = 0; count > 0 && j < sums[v].length; j++) {
                means[v][j] = sums[v][j] / count;
            }
        }
        expect(what, Ex29EmbeddingGradient.backward(ids, gradient, vocabSize))
                .mistake("embedding-overwrites", "a token that repeats keeps the gradient of its "
                        + "last place, but those of all its places add up", lasts)
                .mistake("embedding-averages", "the gradients of a token that repeats are "
                        + "averaged, but they add up", means)
                .mistake("embedding-gradient-by-place", "there is a row for each place, but the "
                        + "gradient of a table has a row for each token of the vocabulary",
                        gradient)
                .toBe(sums, TOLERANCE);
    }
}
