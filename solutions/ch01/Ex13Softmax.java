/// Exercise 1.3: softmax and its gradient.
///
/// **Why.** Taking `m` away from all logits multiplies the numerator and the sum by the same
/// `exp(−m)`, so nothing changes but the range: with the largest logit for `m`, every exponent is
/// at most 0 and the sum at least 1, and neither can overflow or vanish. Backward subtracts
/// `Σⱼ gⱼ yⱼ`, the mean slope of the row: since probabilities sum to 1, only what is steeper than
/// the mean gains, and the slopes of a row sum to 0.
///
/// **Complexity.** O(rows · classes) for both. The Jacobian of a row would have `classes²` entries;
/// the mean slope applies it without building it.
///
/// **Common mistakes.** `exp` of the raw logits, which is infinite from 89 on as a `float` and from
/// 710 on as a `double`; a maximum that begins at 0 or at `Float.MIN_VALUE`, the smallest
/// *positive* number; one sum for all rows; the diagonal `yᵢ(1 − yᵢ)` alone as gradient.
public final class Ex13Softmax {
    private Ex13Softmax() {}

    public static float[][] forward(float[][] x) {
        float[][] y = new float[x.length][x[0].length];     // (rows, classes)
        for (int row = 0; row < x.length; row++) {
            double max = Double.NEGATIVE_INFINITY;
            for (float logit : x[row]) {
                max = Math.max(max, logit);
            }
            double sum = 0;
            for (float logit : x[row]) {
                sum += Math.exp(logit - max);
            }
            for (int i = 0; i < x[row].length; i++) {
                y[row][i] = (float) (Math.exp(x[row][i] - max) / sum);
            }
        }
        return y;
    }

    public static float[][] backward(float[][] y, float[][] g) {
        float[][] slopes = new float[y.length][y[0].length]; // (rows, classes)
        for (int row = 0; row < y.length; row++) {
            double mean = 0;
            for (int j = 0; j < y[row].length; j++) {
                mean += g[row][j] * y[row][j];
            }
            for (int i = 0; i < y[row].length; i++) {
                slopes[row][i] = (float) (y[row][i] * (g[row][i] - mean));
            }
        }
        return slopes;
    }
}
