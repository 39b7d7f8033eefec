package llm.tensor.op;

import llm.tensor.Tensor;
import llm.tensor.backend.AttentionKernels;
import llm.tensor.backend.AttentionKernels.Rotation;
import llm.tensor.backend.ElementwiseKernels.Target;

/// Rotary position embedding: the angle between two rotated vectors depends on how far apart
/// their tokens are.
public final class Rotary {

    private Rotary() {
    }

    /// How the values of a vector pair up.
    public enum Pairing {
        /// `(i, i + headDim/2)`, as Hugging Face stores Llama.
        HALVES,
        /// `(2i, 2i + 1)`, as in the paper and in llama2.c.
        INTERLEAVED
    }

    /// Rotates pair `i` of the vector at position `p` by `angle[p, i]`: `(a, b)` becomes
    /// `(a cos − b sin, b cos + a sin)`. Backward: the rotation by the negative angle.
    /// Source: Su et al. (2021), §3.2.2.
    ///
    /// @param x       `(batch, heads, tokens, headDim)`, or `(batch, tokens, heads, headDim)`
    /// @param cosines `(tokens, headDim / 2)`
    /// @param sines   `(tokens, headDim / 2)`
    /// @param tokenAxis which axis of `x` counts tokens, 2 or 1
    /// @return of `x`'s shape
    public static Tensor rotate(Tensor x, Tensor cosines, Tensor sines, Pairing pairing,
                                int tokenAxis) {
        int headDim = x.size(-1);
        int tokens = x.size(tokenAxis);
        if (headDim % 2 != 0 || cosines.rank() != 2 || cosines.size(0) != tokens
                || cosines.size(1) != headDim / 2 || !sines.shape().equals(cosines.shape())) {
            throw new IllegalArgumentException("cosines and sines must be (tokens=%d, %d) for x %s, "
                    .formatted(tokens, headDim / 2, x.shape())
                    + "got " + cosines.shape() + " and " + sines.shape());
        }
        int repeat = x.shape().elements(tokenAxis + 1, x.rank() - 1);
        Rotation forward = new Rotation(x.shape().rows(), tokens, repeat, headDim,
                pairing == Pairing.INTERLEAVED, 1);
        Rotation back = new Rotation(forward.rows(), tokens, repeat, headDim,
                forward.interleaved(), -1);
        AttentionKernels attention = x.backend().attention();
        Tensor y = Tensor.empty(x.shape(), x.backend());
        attention.rotate(forward, cosines.storage(), sines.storage(), x.storage(),
                new Target(y.storage(), false));
        return y.madeBy("rotate", g -> x.accumulate(to -> attention.rotate(back, cosines.storage(),
                sines.storage(), g.storage(), to)), x).saving(cosines, sines);
    }
}
