public final class Ex38SlidingWindow {
    private Ex38SlidingWindow() {}

    public static float[][] weights(float[][] q, float[][] k, int window) {
        if (window < 1) {
            throw new IllegalArgumentException("window must be at least 1, got " + window);
        }
        float[][] band = new float[q.length][window];
        for (int token = 0; token < q.length; token++) {
            double sum = 0;
            for (int j = 0; j < window && j <= token; j++) {
                band[token][j] = (float) Math.exp(score(q[token], k[token - j]));
                sum += band[token][j];
            }
            for (int j = 0; j < window; j++) {
                band[token][j] /= (float) sum;
            }
        }
        return band;
    }

    public static float[][] attention(float[][] q, float[][] k, float[][] v, int window) {
        float[][] band = weights(q, k, window);
        float[][] context = new float[v.length][v[0].length];
        for (int token = 0; token < v.length; token++) {
            for (int j = 0; j < window && j <= token; j++) {
                for (int i = 0; i < v[0].length; i++) {
                    context[token][i] += band[token][j] * v[token - j][i];
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
