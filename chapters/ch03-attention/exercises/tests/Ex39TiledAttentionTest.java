import static llm.exercise.Expect.expect;
import static llm.exercise.Expect.expectRefusal;

import java.util.random.RandomGenerator;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 3.9: tiled attention with online softmax")
class Ex39TiledAttentionTest {
    private static final double TOLERANCE = 1e-5;
    private static final float LN4 = (float) Math.log(4);

    /// What attention is computed from.
    private record Inputs(float[][] q, float[][] k, float[][] v) {
        static Inputs random(RandomGenerator random, int tokens, int headDim, double size) {
            float[][][] all = new float[3][tokens][headDim];
            for (float[][] each : all) {
                for (float[] row : each) {
                    for (int i = 0; i < headDim; i++) {
                        row[i] = (float) (size * random.nextGaussian());
                    }
                }
            }
            return new Inputs(all[0], all[1], all[2]);
        }

        int tokens() {
            return q.length;
        }

        double score(int query, int key) {
            double sum = 0;
            for (int i = 0; i < q[query].length; i++) {
                sum += (double) q[query][i] * k[key][i];
            }
            return sum / Math.sqrt(q[query].length);
        }
    }

    /// Whether a query sees a key.
    private interface Rule {
        boolean sees(int query, int key);
    }

    @Test
    @DisplayName("three tokens in tiles of two give the numbers in the text")
    void givesTheWorkedExample() {
        var inputs = new Inputs(new float[][] {{1}, {1}, {1}}, new float[][] {{0}, {0}, {LN4}},
                new float[][] {{4}, {8}, {12}});
        check("of three tokens", inputs, 2, false, new double[][] {{10}, {10}, {10}},
                new double[] {Math.log(6), Math.log(6), Math.log(6)});
        check("of three causal tokens", inputs, 2, true, new double[][] {{4}, {6}, {10}},
                new double[] {0, Math.log(2), Math.log(6)});
    }

    @Test
    @DisplayName("tiles change nothing: one token, a few, or more than there are")
    void tilesChangeNothing() {
        float[][] q = {{1, 2}, {0, -1}, {2, 2}, {1, 0}, {-1, 1}};
        float[][] k = {{1, 0}, {0, 1}, {-1, -1}, {2, 1}, {1, 3}};
        float[][] v = {{1, 0}, {0, 1}, {4, 4}, {-2, 3}, {5, 8}};
        var inputs = new Inputs(q, k, v);
        for (int tile : new int[] {1, 2, 3, 5, 8}) {
            check("with tiles of " + tile, inputs, tile, false);
            check("with causal tiles of " + tile, inputs, tile, true);
        }
    }

    @Test
    @DisplayName("survives scores far below and far above 0")
    void survivesLargeScores() {
        float[][] v = {{1}, {2}, {4}};
        double[] shares = {1 / (1 + Math.E + 1 / Math.E), Math.E / (1 + Math.E + 1 / Math.E)};
        double context = shares[0] + 2 * shares[1] + 4 * (1 - shares[0] - shares[1]);
        double rest = Math.log(1 + Math.E + 1 / Math.E);
        for (float far : new float[] {-2000, 1500}) {
            var inputs = new Inputs(new float[][] {{1}, {1}, {1}},
                    new float[][] {{far}, {far + 1}, {far - 1}}, v);
            var near = new Inputs(inputs.q(), new float[][] {{0}, {1}, {-1}}, v);
            var attention = new Ex39TiledAttention(2, false);
            boolean isGoodNear = !Float.isNaN(attention.forward(near.q(), near.k(), v)[0][0]);
            float[][] contexts = attention.forward(inputs.q(), inputs.k(), v);
            boolean lost = isGoodNear && Float.isNaN(contexts[0][0]);
            expect("the context vectors of scores near " + (int) far, contexts)
                    .mistakeIf(lost && far < 0, "tiled-maximum-from-zero", "every exp of a score "
                            + "far below 0 becomes 0: the largest score so far, which is taken "
                            + "off, must begin at −∞")
                    .toBe(new double[][] {{context}, {context}, {context}}, 1e-4);
            expect("the log-sum-exps of scores near " + (int) far, attention.logSumExp())
                    .toBe(new double[] {far + rest, far + rest, far + rest}, 1e-3);
        }
    }

    @Test
    @Hidden
    @Points(3)
    @DisplayName("gives what attention gives at once, for any number of tokens and any tile")
    void isAttention(RandomGenerator random) {
        for (int i = 0; i < 3; i++) {
            int tile = random.nextInt(3, 7);
            int tokens = tile * random.nextInt(2, 5) + random.nextInt(1, tile);
            var inputs = Inputs.random(random, tokens, random.nextInt(3, 7), 1);
            check("of other sizes", inputs, tile, false);
            check("of other causal sizes", inputs, tile, true);
        }
    }

    @Test
    @DisplayName("refuses a tile without a token")
    void refusesEmptyTiles() {
        expectRefusal("a tile of 0 tokens", () -> new Ex39TiledAttention(0, false));
        expectRefusal("a tile of -1 tokens", () -> new Ex39TiledAttention(-1, true));
    }

    /// Against attention at once, in doubles.
    private static void check(String what, Inputs inputs, int tile, boolean causal) {
        Rule rule = causal ? (query, key) -> key <= query : (query, key) -> true;
        double[] totals = new double[inputs.tokens()];
        for (int query = 0; query < totals.length; query++) {
            for (int key = 0; key < totals.length; key++) {
                totals[query] += rule.sees(query, key) ? Math.exp(inputs.score(query, key)) : 0;
            }
            totals[query] = Math.log(totals[query]);
        }
        check(what, inputs, tile, causal, atOnce(inputs, 1, rule), totals);
    }

    private static void check(String what, Inputs inputs, int tile, boolean causal,
            double[][] contexts, double[] logSumExp) {
        var attention = new Ex39TiledAttention(tile, causal);
        int tokens = inputs.tokens();
        int whole = tokens / tile * tile;
        double root = Math.sqrt(inputs.q()[0].length);
        Rule rule = causal ? (query, key) -> key <= query : (query, key) -> true;
        Rule wholeTiles = (query, key) -> rule.sees(query, key) && (key < whole || whole == 0);
        expect("the context vectors " + what,
                attention.forward(inputs.q(), inputs.k(), inputs.v()))
                .mistake("tiled-without-scale", "the scores are not divided by √headDim",
                        atOnce(inputs, root, rule))
                .mistake("tiled-sum-not-rescaled", "the sum of weights is not rescaled when the "
                        + "maximum grows", tiled(inputs, tile, rule, false, true))
                .mistake("tiled-output-not-rescaled", "the sum of weighted values is not rescaled "
                        + "when the maximum grows", tiled(inputs, tile, rule, true, false))
                .mistake("tiled-nothing-rescaled", "when the maximum grows, what was summed up "
                        + "before must be multiplied by exp(old maximum − new maximum)",
                        tiled(inputs, tile, rule, false, false))
                .mistake("tiled-without-the-rest", "the last tile, which is shorter, is left out",
                        atOnce(inputs, 1, wholeTiles))
                .mistake("tiled-without-the-rest", "the last tile, which is shorter, is left out",
                        withoutLastRows(atOnce(inputs, 1, wholeTiles), whole))
                .mistake("tiled-hides-whole-tiles", "within the tile of the query the future is "
                        + "seen: the causal mask is one of single keys, not of tiles",
                        atOnce(inputs, 1, (query, key) -> key / tile <= query / tile))
                .mistake("tiled-causal-ignored", "the future is seen, though causal was asked for",
                        atOnce(inputs, 1, (query, key) -> true))
                .mistake("tiled-mean-of-tiles", "each tile is normalised by itself, but a tile "
                        + "with larger scores must count for more", meanOfTiles(inputs, tile, rule))
                .toBe(contexts, TOLERANCE);
        double[] maxima = new double[tokens];
        double[] sums = new double[tokens];
        double[] reversed = new double[tokens];
        for (int query = 0; query < tokens; query++) {
            maxima[query] = Double.NEGATIVE_INFINITY;
            for (int key = 0; key < tokens; key++) {
                if (rule.sees(query, key)) {
                    maxima[query] = Math.max(maxima[query], inputs.score(query, key));
                }
            }
            sums[query] = logSumExp[query] - maxima[query];
            reversed[query] = maxima[query] - sums[query];
        }
        expect("the log-sum-exps " + what, attention.logSumExp())
                .mistake("tiled-log-sum-without-maximum", "the logarithm of the sum is there, but "
                        + "not the maximum that was taken off: m + ln l", sums)
                .mistake("tiled-log-sum-is-the-maximum", "the maximum is there, but not the "
                        + "logarithm of the sum: m + ln l", maxima)
                .mistake("tiled-log-sum-subtracted", "the logarithm of the sum is subtracted from "
                        + "the maximum, but exp(m) times l is a product: m + ln l", reversed)
                .toBe(logSumExp, TOLERANCE);
    }

    /// The formula, with scores times a factor.
    private static double[][] atOnce(Inputs inputs, double factor, Rule rule) {
        double[][] contexts = new double[inputs.tokens()][inputs.v()[0].length];
        for (int query = 0; query < contexts.length; query++) {
            double sum = 0;
            for (int key = 0; key < contexts.length; key++) {
                double share = rule.sees(query, key)
                        ? Math.exp(factor * inputs.score(query, key)) : 0;
                sum += share;
                add(share, inputs.v()[key], contexts[query]);
            }
            divide(contexts[query], sum);
        }
        return contexts;
    }

    /// What forgotten rescaling gives: each tile is measured by the maximum that held at its time.
    private static double[][] tiled(Inputs inputs, int tile, Rule rule, boolean rescalesSum,
            boolean rescalesOutput) {
        double[][] contexts = new double[inputs.tokens()][inputs.v()[0].length];
        for (int query = 0; query < contexts.length; query++) {
            double last = maximum(inputs, query, contexts.length, rule);
            double sum = 0;
            for (int key = 0; key < contexts.length; key++) {
                if (rule.sees(query, key)) {
                    double score = inputs.score(query, key);
                    double then = maximum(inputs, query, (key / tile + 1) * tile, rule);
                    sum += Math.exp(score - (rescalesSum ? last : then));
                    add(Math.exp(score - (rescalesOutput ? last : then)), inputs.v()[key],
                            contexts[query]);
                }
            }
            divide(contexts[query], sum);
        }
        return contexts;
    }

    /// The largest score among the first keys.
    private static double maximum(Inputs inputs, int query, int keys, Rule rule) {
        double maximum = Double.NEGATIVE_INFINITY;
        for (int key = 0; key < Math.min(keys, inputs.tokens()); key++) {
            maximum = rule.sees(query, key) ? Math.max(maximum, inputs.score(query, key)) : maximum;
        }
        return maximum;
    }

    private static double[][] meanOfTiles(Inputs inputs, int tile, Rule rule) {
        double[][] contexts = new double[inputs.tokens()][inputs.v()[0].length];
        for (int query = 0; query < contexts.length; query++) {
            int tiles = 0;
            for (int first = 0; first < contexts.length; first += tile) {
                int from = first;
                if (rule.sees(query, from)) {
                    tiles++;
                    double[] part = atOnce(inputs, 1, (row, key) -> rule.sees(row, key)
                            && key / tile == from / tile)[query];
                    for (int i = 0; i < part.length; i++) {
                        contexts[query][i] += part[i];
                    }
                }
            }
            divide(contexts[query], tiles);
        }
        return contexts;
    }

    private static double[][] withoutLastRows(double[][] contexts, int rows) {
        for (int query = rows; query < contexts.length; query++) {
            contexts[query] = new double[contexts[query].length];
        }
        return contexts;
    }

    private static void add(double factor, float[] row, double[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * row[i];
        }
    }

    private static void divide(double[] row, double divisor) {
        for (int i = 0; i < row.length; i++) {
            row[i] /= divisor;
        }
    }
}
