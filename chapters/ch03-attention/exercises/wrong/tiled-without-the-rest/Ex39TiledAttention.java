public final class Ex39TiledAttention {
    private final int tile;
    private final boolean causal;
    private float[] logSumExp = {};

    public Ex39TiledAttention(int tile, boolean causal) {
        if (tile < 1) {
            throw new IllegalArgumentException("tile must be at least 1, got " + tile);
        }
        this.tile = tile;
        this.causal = causal;
    }

    public float[][] forward(float[][] q, float[][] k, float[][] v) {
        float[][] contexts = new float[q.length][];
        logSumExp = new float[q.length];
        for (int query = 0; query < q.length; query++) {
            double m = Double.NEGATIVE_INFINITY;
            double l = 0;
            double[] o = new double[v[0].length];
            int end = causal ? query + 1 : k.length;
            for (int each = 0; each < k.length / tile; each++) {
                int from = each * tile;
                if (from >= end) {
                    break;
                }
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

    private static double[] scores(float[] query, float[][] k, int from, int to) {
        double[] scores = new double[to - from];
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
