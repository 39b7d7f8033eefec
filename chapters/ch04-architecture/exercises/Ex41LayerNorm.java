import llm.exercise.ExerciseNotDone;

/// Exercise 4.1 ★: layer norm. Vectors of any size come out with mean 0 and variance 1.
///
/// Normalise each token's vector by itself, then apply gain and bias, which have one number for
/// each place of a vector:
///
///     y[i] = gain[i] · (x[i] − mean) / √(variance + epsilon) + bias[i]
///
/// The variance is the mean of the squared deviations: the sum is divided by `embDim`.
///
/// For one token `{2, 4, 2, 4}` the mean is 3 and the variance 1. With an epsilon of 3, which is
/// far too large but easy to follow, the root is 2. A gain of `{2, 2, 1, 1}` and a bias of
/// `{0, 1, 0, 0}` then give `{-1, 2, -0.5, 0.5}`. A vector of equal numbers gives the bias. Write
/// it without the library's `LayerNorm`.
///
/// Section 4.2 of the notebook.
public final class Ex41LayerNorm {
    private Ex41LayerNorm() {}

    /// @param x       one vector for each token, `(tokens, embDim)`
    /// @param gain    `(embDim)`
    /// @param bias    `(embDim)`
    /// @param epsilon above 0
    /// @return `(tokens, embDim)`
    public static float[][] layerNorm(float[][] x, float[] gain, float[] bias, double epsilon) {
        throw new ExerciseNotDone(
                "Exercise 4.1: write layerNorm(float[][], float[], float[], double)");
    }
}
