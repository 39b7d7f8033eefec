import llm.tensor.Tensor;

/// Exercise 4.8: SwiGLU.
///
/// **Why.** A gate near 0 closes a place, a large one opens it, and what passes is made by other
/// weights than what decides. SiLU is the gate times its own sigmoid: smooth like GELU, and
/// cheaper. Three matrices of `8/3 · embDim` have the `8 · embDim²` parameters of two that are four
/// times as wide.
///
/// **Complexity.** Three products: O(batch · tokens · embDim · ffDim) time.
///
/// **Common mistakes.** SiLU on the `up` branch; a sigmoid alone (GLU), or GELU (GeGLU), as gate;
/// adding the branches. In Java, `8 / 3` is 2.
public final class Ex48SwiGlu {
    private Ex48SwiGlu() {}

    public static Tensor feedForward(Tensor x, Tensor gate, Tensor up, Tensor down) {
        Tensor open = x.matmulTransposed(gate).silu();      // (batch, tokens, ffDim)
        Tensor wide = x.matmulTransposed(up);               // (batch, tokens, ffDim)
        return open.mul(wide).matmulTransposed(down);       // (batch, tokens, embDim)
    }

    public static int ffDim(int embDim, int multiple) {
        int least = (8 * embDim + 2) / 3;                   // rounded up
        return (least + multiple - 1) / multiple * multiple;
    }
}
