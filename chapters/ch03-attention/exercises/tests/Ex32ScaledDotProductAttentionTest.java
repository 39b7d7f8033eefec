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
@DisplayName("Exercise 3.2: scaled dot-product attention")
class Ex32ScaledDotProductAttentionTest {
    private static final double TOLERANCE = 1e-4;

    @Test
    @DisplayName("two queries give the context vectors in the text")
    void givesTheWorkedExample() {
        float[][] q = {{1, 1, 1, 1}, {0, 0, 0, 0}};
        float[][] k = {{1, 1, 1, 1}, {0, 0, 0, 0}, {3, 3, 3, 3}};
        float[][] v = {{10}, {20}, {60}};
        attention("the context vectors", q, k, v, new float[][] {{0, 0, 1}, {1, 0, 0}})
                .toBe(new double[][] {{11.19203}, {40}}, TOLERANCE);
    }

    @Test
    @DisplayName("a query that fits no key better than another gets the mean of what it sees")
    void givesAMean() {
        float[][] q = {{0, 0}, {0, 0}};
        float[][] k = {{1, 2}, {3, 4}, {5, 6}, {7, 8}};
        float[][] v = {{1, 0, 0}, {0, 2, 0}, {0, 0, 4}, {8, 8, 8}};
        float[][] mask = {{0, 0, 0, 1}, {1, 0, 0, 0}};
        attention("the context vectors of two empty queries", q, k, v, mask)
                .toBe(new double[][] {{1 / 3.0, 2 / 3.0, 4 / 3.0}, {8 / 3.0, 10 / 3.0, 4}},
                        TOLERANCE);
    }

    @Test
    @DisplayName("survives scores of thousands")
    void survivesLargeScores() {
        float[][] q = {{1}};
        float[][] k = {{3000}, {2999}, {0}};
        float[][] v = {{10}, {20}, {60}};
        float[][] small = {{3}, {2.999f}, {0}};
        float[][] context = Ex32ScaledDotProductAttention.attention(q, k, v, new float[1][3]);
        expect("the context vector of a query with large scores", context)
                .mistakeIf(isNan(context) && !isNan(Ex32ScaledDotProductAttention.attention(q,
                        small, v, new float[1][3])), "attention-exp-overflows",
                        "exp of a large score overflows: subtract the largest score of the row "
                        + "first")
                .toBe(new double[][] {{12.68941}}, TOLERANCE);
    }

    @Test
    @DisplayName("a hidden key changes nothing, however large its score")
    void hidesALargeScore() {
        float[][] q = {{1}};
        float[][] k = {{1}, {0}, {3000}};
        float[][] v = {{10}, {20}, {60}};
        float[][] mask = {{0, 0, 1}};
        float[][] small = {{1}, {0}, {3}};
        float[][] context = Ex32ScaledDotProductAttention.attention(q, k, v, mask);
        expect("the context vector beside a large hidden score", context)
                .mistakeIf(isNan(context) && !isNan(Ex32ScaledDotProductAttention.attention(q,
                        small, v, mask)), "attention-hidden-score-counts", "a hidden score still "
                        + "takes part: where it is far above the visible ones, they round to 0, so "
                        + "hide it before anything is made of the scores")
                .toBe(new double[][] {{12.68941}}, TOLERANCE);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("is the formula for any sizes and any mask")
    void isTheFormula(RandomGenerator random) {
        int queries = random.nextInt(3, 6);
        int keys = queries + random.nextInt(1, 4);
        int headDim = random.nextInt(5, 9);
        float[][] q = numbers(random, queries, headDim);
        float[][] k = numbers(random, keys, headDim);
        float[][] v = numbers(random, keys, random.nextInt(2, 5));
        float[][] mask = new float[queries][keys];
        for (int query = 0; query < queries; query++) {
            for (int key = 0; key < keys; key++) {           // each row and column sees something
                mask[query][key] = key % queries == query ? 0
                        : key == (query + 1) % queries ? 1 : random.nextInt(2);
            }
        }
        attention("context vectors of other sizes", q, k, v, mask)
                .toBe(mean(weights(q, k, mask, root(q)), v), TOLERANCE);
    }

    private static Expect attention(String what, float[][] q, float[][] k, float[][] v,
            float[][] mask) {
        return expect(what, Ex32ScaledDotProductAttention.attention(q, k, v, mask))
                .mistake("attention-without-scale", "the scores are not divided by √headDim",
                        mean(weights(q, k, mask, 1), v))
                .mistake("attention-divides-by-width", "the scores are divided by headDim instead "
                        + "of by its square root", mean(weights(q, k, mask, q[0].length), v))
                .mistake("attention-softmax-over-queries", "softmax goes over the queries of a "
                        + "key, but the weights of one query, over its keys, must add up to 1",
                        mean(turned(weights(k, q, turned(mask), root(q))), v))
                .mistake("attention-masks-after-softmax", "hidden weights are removed after "
                        + "softmax, so the rest no longer adds up to 1: hide the scores before it",
                        mean(visible(weights(q, k, new float[q.length][k.length], root(q)), mask),
                                v))
                .mistake("attention-masks-with-zero", "a hidden score is set to 0, which still "
                        + "gets a weight: exp(0) is 1, only −∞ gets none",
                        mean(weights(hidden(q, k, mask), root(q)), v))
                .mistake("attention-mask-inverted", "the mask is read the other way round: 1 hides",
                        mean(weights(q, k, inverted(mask), root(q)), v));
    }

    /// The formula in doubles, in which a hidden key is left out of both sums.
    private static double[][] weights(float[][] q, float[][] k, float[][] mask, double divisor) {
        double[][] scores = new double[q.length][k.length];
        for (int query = 0; query < q.length; query++) {
            for (int key = 0; key < k.length; key++) {
                scores[query][key] = mask[query][key] == 1 ? Double.NEGATIVE_INFINITY
                        : dot(q[query], k[key]);
            }
        }
        return weights(scores, divisor);
    }

    private static double[][] weights(double[][] scores, double divisor) {
        return Arrays.stream(scores).map(row -> {
            double sum = Arrays.stream(row).map(score -> Math.exp(score / divisor)).sum();
            return Arrays.stream(row).map(score -> Math.exp(score / divisor) / sum).toArray();
        }).toArray(double[][]::new);
    }

    private static double[][] mean(double[][] weights, float[][] v) {
        double[][] mean = new double[weights.length][v[0].length];
        for (int query = 0; query < mean.length; query++) {
            for (int key = 0; key < v.length; key++) {
                for (int i = 0; i < v[key].length; i++) {
                    mean[query][i] += weights[query][key] * v[key][i];
                }
            }
        }
        return mean;
    }

    /// Scores in which a hidden one is 0.
    private static double[][] hidden(float[][] q, float[][] k, float[][] mask) {
        double[][] scores = new double[q.length][k.length];
        for (int query = 0; query < q.length; query++) {
            for (int key = 0; key < k.length; key++) {
                scores[query][key] = (1 - mask[query][key]) * dot(q[query], k[key]);
            }
        }
        return scores;
    }

    private static double[][] visible(double[][] weights, float[][] mask) {
        for (int query = 0; query < mask.length; query++) {
            for (int key = 0; key < mask[query].length; key++) {
                weights[query][key] *= 1 - mask[query][key];
            }
        }
        return weights;
    }

    private static float[][] inverted(float[][] mask) {
        float[][] inverted = new float[mask.length][mask[0].length];
        for (int query = 0; query < mask.length; query++) {
            for (int key = 0; key < mask[query].length; key++) {
                inverted[query][key] = 1 - mask[query][key];
            }
        }
        return inverted;
    }

    private static float[][] turned(float[][] matrix) {
        float[][] turned = new float[matrix[0].length][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix[i].length; j++) {
                turned[j][i] = matrix[i][j];
            }
        }
        return turned;
    }

    private static double[][] turned(double[][] matrix) {
        double[][] turned = new double[matrix[0].length][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix[i].length; j++) {
                turned[j][i] = matrix[i][j];
            }
        }
        return turned;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    private static double root(float[][] q) {
        return Math.sqrt(q[0].length);
    }

    private static boolean isNan(float[][] context) {
        return Float.isNaN(context[0][0]);
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
}
