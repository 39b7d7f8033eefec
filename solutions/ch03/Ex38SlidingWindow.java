/// Exercise 3.8: causal sliding-window attention.
///
/// **Why.** A band of `window` columns holds all that is not hidden: the diagonal of the square
/// matrix and its `window − 1` neighbours to the left become columns. What lies farther back is not
/// lost: a token of the layer below has already gathered from its own window, so each layer reaches
/// `window − 1` tokens farther.
///
/// **Complexity.** O(tokens · window · headDim) time and tokens · window weights; the full form has
/// tokens instead of window. A cache needs to keep only the last `window` keys and values.
///
/// **Common mistakes.** A window of one token too many, `t − key <= window`, or one too few; a band
/// that is aligned to the left near the beginning; weights for places before the first token; a
/// reach of `layers · window`, though each layer counts the token itself once more.
public final class Ex38SlidingWindow {
    private Ex38SlidingWindow() {}

    public static float[][] weights(float[][] q, float[][] k, int window) {
        if (window < 1) {
            throw new IllegalArgumentException("window must be at least 1, got " + window);
        }
        float[][] band = new float[q.length][window];               // (tokens, window)
        for (int token = 0; token < q.length; token++) {
            int first = token - window + 1;
            double sum = 0;
            for (int j = Math.max(0, -first); j < window; j++) {
                band[token][j] = (float) Math.exp(score(q[token], k[first + j]));
                sum += band[token][j];
            }
            for (int j = 0; j < window; j++) {
                band[token][j] /= (float) sum;
            }
        }
        return band;
    }

    public static float[][] attention(float[][] q, float[][] k, float[][] v, int window) {
        float[][] band = weights(q, k, window);                     // (tokens, window)
        float[][] context = new float[v.length][v[0].length];       // (tokens, headDim)
        for (int token = 0; token < v.length; token++) {
            int first = token - window + 1;
            for (int j = Math.max(0, -first); j < window; j++) {
                for (int i = 0; i < v[0].length; i++) {
                    context[token][i] += band[token][j] * v[first + j][i];
                }
            }
        }
        return context;
    }

    public static int reach(int window, int layers) {
        if (window < 1) {
            throw new IllegalArgumentException("window must be at least 1, got " + window);
        }
        return layers * (window - 1);
    }

    private static double score(float[] query, float[] key) {
        double sum = 0;
        for (int i = 0; i < query.length; i++) {
            sum += query[i] * key[i];
        }
        return sum / Math.sqrt(query.length);
    }
}
