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
        float[][] contexts = new float[q.length][v[0].length];
        logSumExp = new float[q.length];
        for (int query = 0; query < q.length; query++) {
            int end = causal ? query + 1 : k.length;
            int tiles = (end + tile - 1) / tile;
            double all = 0;
            for (int from = 0; from < end; from += tile) {
                int to = Math.min(from + tile, end);
                double[] shares = new double[to - from];
                double sum = 0;
                for (int key = from; key < to; key++) {
                    double score = 0;
                    for (int i = 0; i < q[query].length; i++) {
                        score += q[query][i] * k[key][i];
                    }
                    shares[key - from] = Math.exp(score / Math.sqrt(q[query].length));
                    sum += shares[key - from];
                }
                for (int key = from; key < to; key++) {
                    for (int i = 0; i < v[key].length; i++) {
                        contexts[query][i] += (float) (shares[key - from] / sum / tiles
                                * v[key][i]);
                    }
                }
                all += sum;
            }
            logSumExp[query] = (float) Math.log(all);
        }
        return contexts;
    }

    public float[] logSumExp() {
        return logSumExp;
    }
}
