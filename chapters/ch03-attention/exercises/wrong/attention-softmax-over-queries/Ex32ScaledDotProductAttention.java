public final class Ex32ScaledDotProductAttention {
    private Ex32ScaledDotProductAttention() {}

    public static float[][] attention(float[][] q, float[][] k, float[][] v, float[][] mask) {
        double scale = 1 / Math.sqrt(q[0].length);
        float[][] context = new float[q.length][v[0].length];
        for (int key = 0; key < k.length; key++) {
            double[] weights = new double[q.length];
            double sum = 0;
            for (int query = 0; query < q.length; query++) {
                double score = 0;
                for (int i = 0; i < q[query].length; i++) {
                    score += q[query][i] * k[key][i];
                }
                weights[query] = mask[query][key] == 1 ? 0 : Math.exp(score * scale);
                sum += weights[query];
            }
            for (int query = 0; query < q.length; query++) {
                for (int i = 0; i < v[key].length; i++) {
                    context[query][i] += (float) (weights[query] / sum * v[key][i]);
                }
            }
        }
        return context;
    }
}
