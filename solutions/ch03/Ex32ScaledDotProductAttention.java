/// Exercise 3.2: scaled dot-product attention.
///
/// **Why.** A score says how well a key fits a query; softmax turns a query's scores into shares,
/// and the context vector is the mean of the values by these shares. Division by √headDim keeps
/// scores of random vectors near ±1, where softmax still has a slope. The largest visible score is
/// taken off before `exp`, which changes no share and lets nothing overflow.
///
/// **Complexity.** O(queries · keys · (headDim + valueDim)) time, one row of scores in memory.
///
/// **Common mistakes.** No division, or one by headDim; softmax over the queries of a key instead
/// of the keys of a query; a mask that comes after softmax, so that rows no longer add up to 1, or
/// a hidden score that is still the largest, beside which the visible ones round to 0.
public final class Ex32ScaledDotProductAttention {
    private Ex32ScaledDotProductAttention() {}

    public static float[][] attention(float[][] q, float[][] k, float[][] v, float[][] mask) {
        float[][] context = new float[q.length][v[0].length];       // (queries, valueDim)
        for (int query = 0; query < q.length; query++) {
            double[] weights = new double[k.length];                // (keys)
            double largest = Double.NEGATIVE_INFINITY;
            for (int key = 0; key < k.length; key++) {
                weights[key] = mask[query][key] == 1 ? Double.NEGATIVE_INFINITY
                        : dot(q[query], k[key]) / Math.sqrt(q[query].length);
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
