import static llm.exercise.Expect.expect;
import static llm.exercise.Expect.expectRefusal;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.random.RandomGenerator;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 6.5: a head that reads the last token")
class Ex65LastTokenHeadTest {
    private static final double TOLERANCE = 1e-4;
    private static final float[][] HEAD = {{1, 1}, {0, -1}};

    @Test
    @DisplayName("gives the logits of the example")
    void scoresTheWorkedExample() {
        logits("the logits of the example", new float[][][] {{{1, 0}, {2, 3}, {7, 7}, {9, 9}}},
                new int[] {2}, HEAD).toBe(new float[][] {{5, -3}}, TOLERANCE);
    }

    @Test
    @DisplayName("reads each text of a batch at its own end, with three classes")
    void readsEachEnd() {
        float[][][] hidden = {{{1, 2}, {3, 4}, {5, 6}}, {{7, 8}, {-1, 1}, {-1, 2}}};
        logits("the logits of two texts, three tokens and one token long", hidden,
                new int[] {3, 1}, new float[][] {{1, 0}, {0, 1}, {1, -2}})
                .toBe(new float[][] {{5, 6, -7}, {7, 8, -9}}, TOLERANCE);
    }

    @Test
    @DisplayName("gives the gradient of the example")
    void goesBack() {
        gradient("the gradient of the example", new float[][] {{1, 2}}, new int[] {2}, HEAD, 4)
                .toBe(new float[][][] {{{0, 0}, {1, -1}, {0, 0}, {0, 0}}}, TOLERANCE);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("scores many texts, and goes back as the slopes of the logits say")
    void agreesWithSlopes(RandomGenerator random) {
        int batch = random.nextInt(3, 6);
        int tokens = random.nextInt(4, 8);
        int embDim = random.nextInt(5, 9);
        float[][][] hidden = new float[batch][][];
        for (int text = 0; text < batch; text++) {
            hidden[text] = normal(random, tokens, embDim);
        }
        int[] lengths = random.ints(batch, 2, tokens).toArray();
        float[][] head = normal(random, 3, embDim);
        float[][] g = normal(random, batch, 3);
        logits("the logits of many texts", hidden, lengths, head)
                .toBe(scores(hidden, head, text -> lengths[text] - 1), TOLERANCE);
        gradient("the gradient of many texts", g, lengths, head, tokens)
                .toBe(slopes(hidden, lengths, head, g), TOLERANCE);
    }

    @Test
    @DisplayName("refuses lengths that cannot be")
    void refusesLengths() {
        float[][][] hidden = {{{1, 0}, {2, 3}}};
        float[][] g = {{1, 2}};
        expectRefusal("logits of a text of 0 tokens", () ->
                Ex65LastTokenHead.logits(hidden, new int[] {0}, HEAD));
        expectRefusal("logits of a text of 3 tokens in a row of 2", () ->
                Ex65LastTokenHead.logits(hidden, new int[] {3}, HEAD));
        expectRefusal("the gradient of a text of 0 tokens", () ->
                Ex65LastTokenHead.backward(g, new int[] {0}, HEAD, 2));
        expectRefusal("the gradient of a text of 3 tokens in a row of 2", () ->
                Ex65LastTokenHead.backward(g, new int[] {3}, HEAD, 2));
    }

    private static Expect logits(String what, float[][][] hidden, int[] lengths, float[][] head) {
        int tokens = hidden[0].length;
        double[][][] read = new double[hidden.length][tokens][];
        for (int position = 0; position < tokens; position++) {
            int at = position;
            double[][] scores = scores(hidden, head, _ -> at);
            for (int text = 0; text < hidden.length; text++) {
                read[text][position] = scores[text];
            }
        }
        return expect(what, Ex65LastTokenHead.logits(hidden, lengths, head))
                .mistake("pooling-reads-the-last-place", "the last place of the row is read, which "
                        + "may be a pad's; the last real token is meant",
                        scores(hidden, head, _ -> tokens - 1))
                .mistake("pooling-reads-the-first-token", "the first token is read, which in a "
                        + "causal model has seen nothing but itself",
                        scores(hidden, head, _ -> 0))
                .mistake("pooling-reads-one-too-far", "the token behind the last one is read: "
                        + "positions begin at 0, so the last is at one less than the length",
                        scores(hidden, head, text -> Math.min(lengths[text], tokens - 1)))
                .mistake("pooling-averages", "the mean of the text's tokens is read; it is the "
                        + "last one alone that should be", means(read, lengths));
    }

    private static Expect gradient(String what, float[][] g, int[] lengths, float[][] head,
            int tokens) {
        double[][][] everywhere = new double[g.length][tokens][];
        double[][][] shared = new double[g.length][tokens][head[0].length];
        double[][][] atTheEnd = new double[g.length][tokens][head[0].length];
        double[][][] tooFar = new double[g.length][tokens][head[0].length];
        for (int text = 0; text < g.length; text++) {
            double[] row = new double[head[0].length];
            for (int d = 0; d < row.length; d++) {
                for (int c = 0; c < head.length; c++) {
                    row[d] += (double) g[text][c] * head[c][d];
                }
            }
            Arrays.fill(everywhere[text], row);
            Arrays.fill(shared[text], 0, lengths[text], row);
            atTheEnd[text][tokens - 1] = row;
            tooFar[text][Math.min(lengths[text], tokens - 1)] = row;
        }
        return expect(what, Ex65LastTokenHead.backward(g, lengths, head, tokens))
                .mistake("pooling-gradient-everywhere", "all positions get the gradient, but only "
                        + "the last real token was read", everywhere)
                .mistake("pooling-gradient-everywhere", "all tokens of the text get the gradient, "
                        + "but only the last one was read", shared)
                .mistake("pooling-reads-the-last-place", "the last place of the row gets the "
                        + "gradient, which may be a pad's; the last real token was read", atTheEnd)
                .mistake("pooling-reads-one-too-far", "the token behind the last one gets the "
                        + "gradient: positions begin at 0, so the last is at one less than the "
                        + "length", tooFar);
    }

    /// The scores of the classes when `position` says what is read of a text.
    private static double[][] scores(float[][][] hidden, float[][] head,
            IntUnaryOperator position) {
        double[][] scores = new double[hidden.length][head.length];
        for (int text = 0; text < hidden.length; text++) {
            float[] vector = hidden[text][position.applyAsInt(text)];
            for (int c = 0; c < head.length; c++) {
                for (int d = 0; d < vector.length; d++) {
                    scores[text][c] += (double) head[c][d] * vector[d];
                }
            }
        }
        return scores;
    }

    private static double[][] means(double[][][] scores, int[] lengths) {
        double[][] means = new double[lengths.length][scores[0][0].length];
        for (int text = 0; text < lengths.length; text++) {
            for (int t = 0; t < lengths[text]; t++) {
                for (int c = 0; c < means[text].length; c++) {
                    means[text][c] += scores[text][t][c] / lengths[text];
                }
            }
        }
        return means;
    }

    /// How fast `Σ g · logits` grows with each hidden number, by central differences. The sum is
    /// linear in them, so a wide step is exact.
    private static double[][][] slopes(float[][][] hidden, int[] lengths, float[][] head,
            float[][] g) {
        double[][][] slopes = new double[hidden.length][hidden[0].length][hidden[0][0].length];
        for (int text = 0; text < hidden.length; text++) {
            for (int t = 0; t < slopes[text].length; t++) {
                for (int d = 0; d < slopes[text][t].length; d++) {
                    float before = hidden[text][t][d];
                    hidden[text][t][d] = 1;
                    double above = sum(g, scores(hidden, head, i -> lengths[i] - 1));
                    hidden[text][t][d] = -1;
                    double below = sum(g, scores(hidden, head, i -> lengths[i] - 1));
                    hidden[text][t][d] = before;
                    slopes[text][t][d] = (above - below) / 2;
                }
            }
        }
        return slopes;
    }

    private static double sum(float[][] g, double[][] logits) {
        double sum = 0;
        for (int text = 0; text < g.length; text++) {
            for (int c = 0; c < g[text].length; c++) {
                sum += g[text][c] * logits[text][c];
            }
        }
        return sum;
    }

    private static float[][] normal(RandomGenerator random, int rows, int columns) {
        float[][] values = new float[rows][columns];
        for (float[] row : values) {
            for (int i = 0; i < columns; i++) {
                row[i] = (float) random.nextGaussian();
            }
        }
        return values;
    }
}
