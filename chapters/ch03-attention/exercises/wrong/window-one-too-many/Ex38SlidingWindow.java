public final class Ex38SlidingWindow {
    private Ex38SlidingWindow() {}

    public static float[][] weights(float[][] q, float[][] k, int window) {
        if (window < 1) {
            throw new IllegalArgumentException("window must be at least 1, got " + window);
        }
        float[][] band = new float[q.length][window];
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
        if (window < 1) {
            throw new IllegalArgumentException("window must be at least 1, got " + window);
        }
        float[][] context = new float[v.length][v[0].length];
        for (int token = 0; token < v.length; token++) {
            double sum = 0;
            for (int key = 0; key < k.length; key++) {
                if (key <= token && token - key <= window) {
                    double share = Math.exp(score(q[token], k[key]));
                    sum += share;
                    for (int i = 0; i < v[0].length; i++) {
                        context[token][i] += (float) share * v[key][i];
                    }
                }
            }
            for (int i = 0; i < v[0].length; i++) {
                context[token][i] /= (float) sum;
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
