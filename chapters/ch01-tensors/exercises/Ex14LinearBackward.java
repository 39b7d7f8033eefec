import llm.exercise.ExerciseNotDone;

/// Exercise 1.4 ★★: the linear layer, backward. Training a layer needs the slopes of the loss by
/// its weights and bias; the layer below needs those by its input.
///
/// For `y = x Wᵀ + b` and `g = ∂L/∂y` return `∂L/∂x`, `∂L/∂W` and `∂L/∂b`, each in the shape of
/// what it belongs to. Work out the sums: `y[row][o] = Σᵢ x[row][i] · W[o][i] + b[o]`, so which
/// entries of `y` does `W[o][i]` move, and how fast? All rows use the same weights and the same
/// bias; what they send back is added up, not averaged. Example with two rows, two inputs and one
/// output, `x = {{1, 2}, {3, 4}}`, `W = {{5, 6}}`, `g = {{1}, {10}}`:
///
/// - `∂L/∂x = {{5, 6}, {50, 60}}`
/// - `∂L/∂W = {{31, 42}}`; its first number is 1·1 + 10·3
/// - `∂L/∂b = {11}`
///
/// Leave the arguments as they are. Write it without `backward()` of the library.
///
/// Section 1.8 of the notebook.
public final class Ex14LinearBackward {
    private Ex14LinearBackward() {}

    /// @param g      slopes of the loss by `y`, `(rows, out)`, at least one row
    /// @param weight `(out, in)`
    /// @return slopes by `x`, `(rows, in)`
    public static float[][] gradientOfInput(float[][] g, float[][] weight) {
        throw new ExerciseNotDone("Exercise 1.4: write gradientOfInput(float[][], float[][])");
    }

    /// @param g slopes of the loss by `y`, `(rows, out)`, at least one row
    /// @param x `(rows, in)`
    /// @return slopes by `W`, `(out, in)`
    public static float[][] gradientOfWeight(float[][] g, float[][] x) {
        throw new ExerciseNotDone("Exercise 1.4: write gradientOfWeight(float[][], float[][])");
    }

    /// @param g slopes of the loss by `y`, `(rows, out)`, at least one row
    /// @return slopes by `b`, `(out)`
    public static float[] gradientOfBias(float[][] g) {
        throw new ExerciseNotDone("Exercise 1.4: write gradientOfBias(float[][])");
    }
}
