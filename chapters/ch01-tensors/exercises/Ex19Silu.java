import llm.exercise.ExerciseNotDone;

/// Exercise 1.9 ★: SiLU, forward and backward. The bend inside most newer language models, as the
/// two loops of a device.
///
/// `silu(x) = x · σ(x)` with the sigmoid `σ(x) = 1 / (1 + exp(−x))`, number by number:
/// `{1, 0, -1}` becomes `{0.7311, 0, -0.2689}`. Inputs may be any finite numbers: 1000 becomes
/// 1000, and −1000 becomes 0.
///
/// `backward` gets the inputs `x` and the slopes `g = ∂L/∂silu(x)`, and returns `∂L/∂x`, which is
/// `g` times the slope of silu. Find that slope yourself: silu is a product, both of whose factors
/// move with `x`, and `σ′(x) = σ(x)(1 − σ(x))`. At 1, 0 and −1 it is 0.9277, 0.5 and 0.0723, so
/// that `x = {1, 0}` and `g = {10, 2}` give `{9.277, 1}`. Leave the arguments as they are.
///
/// Section 1.12 of the notebook.
public final class Ex19Silu {
    private Ex19Silu() {}

    /// @param x `(count)`
    /// @return `silu(x)`, `(count)`
    public static float[] forward(float[] x) {
        throw new ExerciseNotDone("Exercise 1.9: write forward(float[])");
    }

    /// @param x the inputs of `forward`, `(count)`
    /// @param g slopes of the loss by its results, `(count)`
    /// @return slopes of the loss by `x`, `(count)`
    public static float[] backward(float[] x, float[] g) {
        throw new ExerciseNotDone("Exercise 1.9: write backward(float[], float[])");
    }
}
