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
@DisplayName("Exercise 3.8: causal sliding-window attention")
class Ex38SlidingWindowTest {
    private static final double TOLERANCE = 1e-4;
    private static final float LN3 = (float) Math.log(3);
    private static final String TOO_MANY = "a token sees one token too many: the window counts the "
            + "token itself";
    private static final String TOO_FEW = "a token sees one token too few: the window counts the "
            + "token itself and window − 1 before it";
    private static final String PADDED = "places before the first token get a weight, though there "
            + "is nothing to see";
    private static final String UNSCALED = "the scores are not divided by √headDim";

    /// Whether a query sees a key.
    private interface Rule {
        boolean sees(int query, int key);
    }

    @Test
    @DisplayName("four tokens with a window of 2 give the band in the text")
    void weighsTheWorkedExample() {
        float[][] q = {{1}, {1}, {1}, {1}};
        float[][] k = {{0}, {LN3}, {0}, {0}};
        weights("the band of four tokens", q, k, 2)
                .toBe(new double[][] {{0, 1}, {0.25, 0.75}, {0.75, 0.25}, {0.5, 0.5}}, TOLERANCE);
    }

    @Test
    @DisplayName("and the context vectors in the text")
    void attendsInTheWorkedExample() {
        float[][] q = {{1}, {1}, {1}, {1}};
        float[][] k = {{0}, {LN3}, {0}, {0}};
        float[][] v = {{4}, {8}, {12}, {20}};
        attention("the context vectors of four tokens", q, k, v, 2)
                .toBe(new double[][] {{4}, {7}, {9}, {16}}, TOLERANCE);
    }

    @Test
    @DisplayName("a window of 1 gives a token its own value, one beyond the text all of the past")
    void coversBothEnds() {
        float[][] x = {{1, 0}, {0, 2}, {1, 1}, {-1, 2}};
        float[][] v = {{1, 2}, {3, 5}, {8, 13}, {21, 34}};
        attention("the context vectors with a window of 1", x, x, v, 1).toBe(v, TOLERANCE);
        attention("the context vectors with a window longer than the text", x, x, v, 6)
                .toBe(dense(x, x, v, (query, key) -> key <= query, 0), TOLERANCE);
        weights("the band of a window longer than the text", x, x, 6)
                .toBe(band(x, x, 6, 6), TOLERANCE);
    }

    @Test
    @DisplayName("each layer reaches farther back by the same number of tokens")
    void reachesFartherLayerByLayer() {
        reach("the reach of two layers with a window of 2", 2, 2).toBe(2);
        expect("the reach of one layer with a window of 2", Ex38SlidingWindow.reach(2, 1)).toBe(1);
        reach("the reach of layers in which a token sees itself", 1, 30).toBe(0);
        reach("the reach of 26 layers with a window of 512", 512, 26).toBe(13_286);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("any window sees the last tokens and no others")
    void seesAnyWindow(RandomGenerator random) {
        int window = random.nextInt(3, 6);
        int tokens = window + random.nextInt(4, 9);
        int headDim = random.nextInt(3, 7);
        float[][] q = numbers(random, tokens, headDim);
        float[][] k = numbers(random, tokens, headDim);
        float[][] v = numbers(random, tokens, headDim);
        weights("the band of other sizes", q, k, window)
                .toBe(band(q, k, window, window), TOLERANCE);
        attention("context vectors of other sizes", q, k, v, window)
                .toBe(dense(q, k, v, last(window), 0), TOLERANCE);
        reach("the reach of other sizes", window, tokens).toBe((window - 1) * tokens);
    }

    @Test
    @DisplayName("10,000 tokens need no square matrix")
    void readsALongText() {
        float[][] zeros = new float[10_000][1];
        float[][] v = new float[10_000][1];
        for (int token = 0; token < v.length; token++) {
            v[token][0] = token % 4;
        }
        float[][] context = Ex38SlidingWindow.attention(zeros, zeros, v, 4);
        expect("the context vector of the last token", context[9_999]).toBe(new double[] {1.5},
                TOLERANCE);
    }

    @Test
    @DisplayName("refuses a window in which a token does not even see itself")
    void refusesNoWindow() {
        float[][] x = {{1}, {2}};
        expectRefusal("weights with a window of 0", () -> Ex38SlidingWindow.weights(x, x, 0));
        expectRefusal("attention with a window of -1",
                () -> Ex38SlidingWindow.attention(x, x, x, -1));
        expectRefusal("the reach of a window of 0", () -> Ex38SlidingWindow.reach(0, 3));
    }

    private static Expect weights(String what, float[][] q, float[][] k, int window) {
        double[][] right = band(q, k, window, window);
        double[][] leftAligned = new double[q.length][window];
        double[][] newestFirst = new double[q.length][window];
        for (int token = 0; token < q.length; token++) {
            int empty = Math.max(0, window - 1 - token);
            for (int j = 0; j < window; j++) {
                leftAligned[token][j] = j + empty < window ? right[token][j + empty] : 0;
                newestFirst[token][j] = right[token][window - 1 - j];
            }
        }
        return expect(what, Ex38SlidingWindow.weights(q, k, window))
                .mistake("window-one-too-many", TOO_MANY, band(q, k, window + 1, window + 1))
                .mistake("window-one-too-many", TOO_MANY, band(q, k, window + 1, window))
                .mistake("window-one-too-few", TOO_FEW, band(q, k, window - 1, window))
                .mistake("window-one-too-few", TOO_FEW, band(q, k, window - 1, window - 1))
                .mistake("window-band-left-aligned", "the first rows of the band begin at its "
                        + "left, but the last column must be the token itself", leftAligned)
                .mistake("window-band-newest-first", "the band is the wrong way round: its last "
                        + "column must be the token itself", newestFirst)
                .mistake("window-weighs-nothing", PADDED, padded(q, k, window))
                .mistake("window-without-scale", UNSCALED, band(wide(q), k, window, window));
    }

    private static Expect attention(String what, float[][] q, float[][] k, float[][] v,
            int window) {
        return expect(what, Ex38SlidingWindow.attention(q, k, v, window))
                .mistake("window-one-too-many", TOO_MANY, dense(q, k, v, last(window + 1), 0))
                .mistake("window-one-too-few", TOO_FEW, dense(q, k, v, last(window - 1), 0))
                .mistake("window-sees-the-future", "a token sees as far ahead as back, but the "
                        + "future is hidden",
                        dense(q, k, v, (query, key) -> Math.abs(query - key) < window, 0))
                .mistake("window-ignored", "a token sees all of the past, beyond the window, too",
                        dense(q, k, v, (query, key) -> key <= query, 0))
                .mistake("window-weighs-nothing", PADDED, dense(q, k, v, last(window), window))
                .mistake("window-without-scale", UNSCALED,
                        dense(wide(q), k, v, last(window), 0));
    }

    private static Expect reach(String what, int window, int layers) {
        return expect(what, Ex38SlidingWindow.reach(window, layers))
                .mistake("window-reach-counts-itself", "each layer's window is counted with the "
                        + "token itself, but farther back lie only window − 1", layers * window)
                .mistake("window-reach-with-the-token", "the token itself is counted, but only "
                        + "those before it are asked for", layers * (window - 1) + 1)
                .mistake("window-reach-of-one-layer", "only one layer is counted, but each "
                        + "sees what the one below has gathered", window - 1);
    }

    /// Queries that undo the division by √headDim.
    private static float[][] wide(float[][] q) {
        float[][] wide = new float[q.length][q[0].length];
        for (int token = 0; token < q.length; token++) {
            for (int i = 0; i < q[0].length; i++) {
                wide[token][i] = (float) (q[token][i] * Math.sqrt(q[0].length));
            }
        }
        return wide;
    }

    private static Rule last(int window) {
        return (query, key) -> key <= query && query - key < window;
    }

    /// The long way: all pairs, and a mean over those that the rule lets through.
    ///
    /// @param places if there are fewer, the rest count as if they had a score and a value of 0
    private static double[][] dense(float[][] q, float[][] k, float[][] v, Rule rule, int places) {
        double[][] contexts = new double[q.length][v[0].length];
        for (int query = 0; query < q.length; query++) {
            double sum = Math.max(0, places - 1 - query);
            for (int key = 0; key < k.length; key++) {
                double share = rule.sees(query, key) ? Math.exp(score(q[query], k[key])) : 0;
                sum += share;
                for (int i = 0; i < v[0].length; i++) {
                    contexts[query][i] += share * v[key][i];
                }
            }
            for (int i = 0; i < v[0].length && sum > 0; i++) {
                contexts[query][i] /= sum;
            }
        }
        return contexts;
    }

    /// The weights as a band of so many columns, by attention to values that say who is who.
    private static double[][] band(float[][] q, float[][] k, int window, int columns) {
        int tokens = q.length;
        float[][] names = new float[tokens][tokens];
        for (int token = 0; token < tokens; token++) {
            names[token][token] = 1;
        }
        double[][] square = dense(q, k, names, last(window), 0);
        double[][] band = new double[tokens][columns];
        for (int token = 0; token < tokens; token++) {
            for (int j = Math.max(0, columns - 1 - token); j < columns; j++) {
                band[token][j] = square[token][token - columns + 1 + j];
            }
        }
        return band;
    }

    /// The band in which places before the first token have a score of 0.
    private static double[][] padded(float[][] q, float[][] k, int window) {
        double[][] band = new double[q.length][window];
        for (int token = 0; token < q.length; token++) {
            double sum = 0;
            for (int j = 0; j < window; j++) {
                int key = token - window + 1 + j;
                band[token][j] = key < 0 ? 1 : Math.exp(score(q[token], k[key]));
                sum += band[token][j];
            }
            for (int j = 0; j < window; j++) {
                band[token][j] /= sum;
            }
        }
        return band;
    }

    private static double score(float[] query, float[] key) {
        double sum = 0;
        for (int i = 0; i < query.length; i++) {
            sum += (double) query[i] * key[i];
        }
        return sum / Math.sqrt(query.length);
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
