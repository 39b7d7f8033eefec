import llm.exercise.ExerciseNotDone;
import llm.tensor.Tensor;

/// Exercise 4.8 ★★: SwiGLU. One half of the layer decides how much of the other half passes.
///
/// 1. `feedForward`: three matrices, each `(out, in)` as in `Linear`, and no bias:
///
///        down · (SiLU(gate · x) ⊙ (up · x)),  SiLU(v) = v / (1 + e⁻ᵛ)
///
///    For `embDim` 2 and `ffDim` 1, let `x = {{{2, 3}}}`, `gate = {{1, 0}}`, `up = {{0, 1}}` and
///    `down = {{1}, {-1}}`. Then the gate's 2 becomes SiLU(2) = 1.7616, times 3 is 5.2848, and the
///    result is `{{{5.2848, -5.2848}}}`, rounded to four places. Build it of operations of
///    `Tensor`, so that gradients reach `x` and all three matrices; do without `GatedFeedForward`
///    and `Elementwise`.
/// 2. `ffDim`: three matrices have as many parameters as GPT-2's two, which are `4 · embDim` wide,
///    if they are `8/3 · embDim` wide. Computers like round sizes: return the smallest multiple of
///    `multiple` that is at least `8/3 · embDim`. For 4,096 and a multiple of 256 it is Llama's
///    11,008, for 4 and 1 it is 11.
///
/// Section 4.11 of the notebook.
public final class Ex48SwiGlu {
    private Ex48SwiGlu() {}

    /// @param x    `(batch, tokens, embDim)`
    /// @param gate `(ffDim, embDim)`
    /// @param up   `(ffDim, embDim)`
    /// @param down `(embDim, ffDim)`
    /// @return `(batch, tokens, embDim)`
    public static Tensor feedForward(Tensor x, Tensor gate, Tensor up, Tensor down) {
        throw new ExerciseNotDone(
                "Exercise 4.8: write feedForward(Tensor, Tensor, Tensor, Tensor)");
    }

    /// @param embDim   1 to 100,000
    /// @param multiple 1 or more
    public static int ffDim(int embDim, int multiple) {
        throw new ExerciseNotDone("Exercise 4.8: write ffDim(int, int)");
    }
}
