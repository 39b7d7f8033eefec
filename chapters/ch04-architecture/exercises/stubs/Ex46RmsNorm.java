import llm.exercise.ExerciseNotDone;

/// Exercise 4.6 ★: RMSNorm. Llama's norm leaves the mean alone.
///
/// Divide each token's vector by its root mean square, then multiply by the gain, one number for
/// each place of a vector:
///
///     y[i] = gain[i] · x[i] / √(mean of the squares + epsilon)
///
/// For one token `{2, 4, 2, 4}` the mean of the squares is 10. With an epsilon of 6, which is far
/// too large but easy to follow, the root is 4, and a gain of `{1, 2, 1, 0}` gives
/// `{0.5, 2, 0.5, 0}`. A vector of zeros stays one. Write it without the library's `RmsNorm`.
///
/// Section 4.9 of the notebook.
public final class Ex46RmsNorm {
    private Ex46RmsNorm() {}

    /// @param x       one vector for each token, `(tokens, embDim)`
    /// @param gain    `(embDim)`
    /// @param epsilon above 0
    /// @return `(tokens, embDim)`
    public static float[][] rmsNorm(float[][] x, float[] gain, double epsilon) {
        throw new ExerciseNotDone("Exercise 4.6: write rmsNorm(float[][], float[], double)");
    }
}
