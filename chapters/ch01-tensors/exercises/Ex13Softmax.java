import llm.exercise.ExerciseNotDone;

/// Exercise 1.3 ★: softmax and its gradient. Logits become probabilities, and slopes find their way
/// back through them.
///
/// `forward` makes each row into `yᵢ = exp(xᵢ) / Σⱼ exp(xⱼ)`: `{{2, 1, 0, -1}}` becomes
/// `{{0.6439, 0.2369, 0.0871, 0.0321}}`. Logits may be any finite numbers, also 1000 or −1000,
/// where `exp` is infinite or 0: take the largest of the row away from all of its logits first,
/// which changes no probability. A row of equal logits becomes equal shares.
///
/// `backward` gets the probabilities `y` and the slopes `g = ∂L/∂y`, and returns `∂L/∂x`. Each
/// logit moves every probability of its row, `∂yⱼ/∂xᵢ = yⱼ ([i = j] − yᵢ)` where `[i = j]` is 1 or
/// 0, which adds up to `∂L/∂xᵢ = yᵢ (gᵢ − Σⱼ gⱼ yⱼ)`. For `y = {{0.5, 0.5}}` and `g = {{1, 0}}`
/// that is `{{0.25, -0.25}}`. Leave the arguments as they are, and write both without `softmax()`
/// of the library.
///
/// Section 1.8 of the notebook.
public final class Ex13Softmax {
    private Ex13Softmax() {}

    /// @param x logits, `(rows, classes)`, at least one of each
    /// @return probabilities, `(rows, classes)`
    public static float[][] forward(float[][] x) {
        throw new ExerciseNotDone("Exercise 1.3: write forward(float[][])");
    }

    /// @param y what `forward` returned, `(rows, classes)`
    /// @param g slopes of the loss by `y`, `(rows, classes)`
    /// @return slopes of the loss by the logits, `(rows, classes)`
    public static float[][] backward(float[][] y, float[][] g) {
        throw new ExerciseNotDone("Exercise 1.3: write backward(float[][], float[][])");
    }
}
