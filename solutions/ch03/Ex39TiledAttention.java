/// Exercise 3.9: tiled attention with online softmax.
///
/// **Why.** `exp(score − m)` with any `m` gives the same shares, so the maximum may change on the
/// way if all that was measured by the old one is multiplied by `exp(old − new)`. A GPU keeps a
/// tile of keys and values in its fast memory, and the matrix of scores, which would have to be
/// written and read again, never exists. From the log-sum-exp the backward pass computes any weight
/// again: `exp(score − logSumExp)`. Source: Milakov and Gimelshein (2018); Dao et al. (2022),
/// algorithm 1.
///
/// **Complexity.** O(tokens² · headDim) time as ever, but O(tile + headDim) memory for a query
/// instead of O(tokens). The rescaling costs headDim products for each tile.
///
/// **Common mistakes.** `l` or `o` not rescaled; tiles normalised one by one; a maximum that begins
/// at 0 or at `Float.MIN_VALUE`, which is above 0; `tokens / tile` tiles, without the shorter last
/// one; whole tiles hidden or seen instead of single keys.
public final class Ex39TiledAttention {
    private final int tile;
    private final boolean causal;
    private float[] logSumExp = {};                                 // (tokens)

    public Ex39TiledAttention(int tile, boolean causal) {
        if (tile < 1) {
            throw new IllegalArgumentException("tile must be at least 1, got " + tile);
        }
        this.tile = tile;
        this.causal = causal;
    }

    public float[][] forward(float[][] q, float[][] k, float[][] v) {
        float[][] contexts = new float[q.length][];                 // (tokens, headDim)
        logSumExp = new float[q.length];
        for (int query = 0; query < q.length; query++) {
            double m = Double.NEGATIVE_INFINITY;
            double l = 0;
            double[] o = new double[v[0].length];                   // (headDim)
            int end = causal ? query + 1 : k.length;
            for (int from = 0; from < end; from += tile) {
                double[] scores = scores(q[query], k, from, Math.min(from + tile, end));
                double newM = m;
                for (double score : scores) {
                    newM = Math.max(newM, score);
                }
                double rescale = Math.exp(m - newM);
                l *= rescale;
                for (int i = 0; i < o.length; i++) {
                    o[i] *= rescale;
                }
                for (int key = 0; key < scores.length; key++) {
                    double share = Math.exp(scores[key] - newM);
                    l += share;
                    for (int i = 0; i < o.length; i++) {
                        o[i] += share * v[from + key][i];
                    }
                }
                m = newM;
            }
            contexts[query] = divided(o, l);
            logSumExp[query] = (float) (m + Math.log(l));
        }
        return contexts;
    }

    public float[] logSumExp() {
        return logSumExp;
    }

    /// Scores of the keys from `from` to before `to`.
    private static double[] scores(float[] query, float[][] k, int from, int to) {
        double[] scores = new double[to - from];                    // (at most tile)
        for (int key = from; key < to; key++) {
            for (int i = 0; i < query.length; i++) {
                scores[key - from] += query[i] * k[key][i] / Math.sqrt(query.length);
            }
        }
        return scores;
    }

    private static float[] divided(double[] o, double l) {
        float[] context = new float[o.length];
        for (int i = 0; i < o.length; i++) {
            context[i] = (float) (o[i] / l);
        }
        return context;
    }
}
