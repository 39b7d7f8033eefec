import llm.exercise.ExerciseNotDone;

/// Exercise 1.1 ★: the linear layer. Each output is a weighted sum of all inputs, plus a bias: one
/// matrix product and one broadcast.
///
/// Compute `y = x Wᵀ + b`, that is `y[row][o] = Σᵢ x[row][i] · weight[o][i] + bias[o]`. The weights
/// of an output are a *row* of the weight matrix, as in `Linear` of the library. For
/// `x = {{1, 2}}`, `weight = {{1, 0}, {0, 1}, {3, 4}}` and `bias = {10, 20, 30}` the result is
/// `{{11, 22, 41}}`; its last number is 1·3 + 2·4 + 30. Leave the arguments as they are. Refuse an
/// `x` whose rows are not as long as those of `weight`, with an `IllegalArgumentException` that
/// names both lengths. Write the loops yourself, without `matmul()`.
///
/// Section 1.4 of the notebook.
public final class Ex11LinearLayer {
    private Ex11LinearLayer() {}

    /// @param x      `(rows, in)`, at least one row
    /// @param weight `(out, in)`
    /// @param bias   `(out)`
    /// @return `(rows, out)`
    public static float[][] forward(float[][] x, float[][] weight, float[] bias) {
        throw new ExerciseNotDone("Exercise 1.1: write forward(float[][], float[][], float[])");
    }
}
