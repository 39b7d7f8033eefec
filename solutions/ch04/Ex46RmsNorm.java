/// Exercise 4.6: RMSNorm.
///
/// **Why.** What keeps a deep stack stable is the size of the vectors, and the root mean square is
/// a size: after the division it is 1, whatever came in. The mean needs no care of its own, so
/// there is one sum less to compute and no bias to store.
///
/// **Complexity.** Two passes over each vector: O(tokens · embDim) time.
///
/// **Common mistakes.** Subtracting the mean, which makes it layer norm; dividing by the length of
/// the vector, the root of the sum instead of the mean; adding epsilon behind the root; leaving out
/// the gain.
public final class Ex46RmsNorm {
    private Ex46RmsNorm() {}

    public static float[][] rmsNorm(float[][] x, float[] gain, double epsilon) {
        int embDim = gain.length;
        float[][] y = new float[x.length][embDim];          // (tokens, embDim)
        for (int token = 0; token < x.length; token++) {
            double squares = 0;
            for (float value : x[token]) {
                squares += (double) value * value;
            }
            double root = Math.sqrt(squares / embDim + epsilon);
            for (int i = 0; i < embDim; i++) {
                y[token][i] = (float) (gain[i] * x[token][i] / root);
            }
        }
        return y;
    }
}
