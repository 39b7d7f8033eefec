/// Exercise 4.1: layer norm.
///
/// **Why.** Each vector is measured by itself, so what comes out does not depend on the other
/// tokens or on the batch. Epsilon belongs to the variance, below the root: a vector of equal
/// numbers is then divided by √epsilon and not by 0. Gain and bias let training undo what it does
/// not want.
///
/// **Complexity.** Three passes over each vector: O(tokens · embDim) time, no memory but the
/// result.
///
/// **Common mistakes.** Dividing the squares by `embDim − 1`, as statistics does for a sample;
/// adding epsilon to the root; taking mean and variance over the tokens, as batch norm does;
/// multiplying the bias by the gain, too.
public final class Ex41LayerNorm {
    private Ex41LayerNorm() {}

    public static float[][] layerNorm(float[][] x, float[] gain, float[] bias, double epsilon) {
        int embDim = gain.length;
        float[][] y = new float[x.length][embDim];          // (tokens, embDim)
        for (int token = 0; token < x.length; token++) {
            double mean = 0;
            for (float value : x[token]) {
                mean += value / embDim;
            }
            double variance = 0;
            for (float value : x[token]) {
                variance += (value - mean) * (value - mean) / embDim;
            }
            double root = Math.sqrt(variance + epsilon);
            for (int i = 0; i < embDim; i++) {
                y[token][i] = (float) (gain[i] * (x[token][i] - mean) / root + bias[i]);
            }
        }
        return y;
    }
}
