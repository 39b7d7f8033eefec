public final class Ex32ScaledDotProductAttention {
    private Ex32ScaledDotProductAttention() {}

    public static float[][] attention(float[][] q, float[][] k, float[][] v, float[][] mask) {
        float[][] context = new float[q.length][v[0].length];
        for (int query = 0; query < q.length; query++) {
            double[] weights = new double[k.length];
            double largest = Double.NEGATIVE_INFINITY;
            for (int key = 0; key < k.length; key++) {
                weights[key] = mask[query][key] == 1 ? Double.NEGATIVE_INFINITY
                        : dot(q[query], k[key]);
                largest = Math.max(largest, weights[key]);
            }
            double sum = 0;
            for (int key = 0; key < k.length; key++) {
                weights[key] = Math.exp(weights[key] - largest);
                sum += weights[key];
            }
            for (int key = 0; key < k.length; key++) {
                for (int i = 0; i < v[key].length; i++) {
                    context[query][i] += (float) (weights[key] / sum * v[key][i]);
                }
            }
        }
        return context;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
