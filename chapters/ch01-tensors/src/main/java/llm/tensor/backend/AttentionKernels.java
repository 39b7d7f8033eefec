package llm.tensor.backend;

import java.util.List;
import llm.tensor.backend.ElementwiseKernels.Target;

/// Causal attention without a `(tokens × tokens)` matrix kept for every head, and the rotation
/// that tells heads where a token stands.
public interface AttentionKernels {

    /// Sizes and rules of one attention call.
    ///
    /// @param batch   sequences
    /// @param queries new tokens in each sequence; query `i` stands at key position
    ///                `keys − queries + i` and sees keys up to it
    /// @param keys    tokens that can be seen
    /// @param heads   query heads; head `h` reads key/value head `h / (heads / kvHeads)`
    /// @param kvHeads key/value heads
    /// @param headDim width of a head
    /// @param scale   factor of the scores, usually `1/√headDim`
    /// @param window  how many of the last keys a query sees, itself included
    /// @param dropout share of weights set to 0 in training
    /// @param seed    chooses which
    record AttentionOptions(int batch, int queries, int keys, int heads, int kvHeads, int headDim,
                float scale, int window, float dropout, long seed) {
    }

    /// Vectors of `headDim` values, one for each sequence, head and token, anywhere in a storage.
    record Heads(Storage storage, long offset, long batchStride, long headStride,
                 int tokenStride) {

        /// Index of the first value of head `head` in sequence `batch`.
        public long at(int batch, int head) {
            return offset + batch * batchStride + head * headStride;
        }
    }

    /// One attention: where queries, keys and values are, and where the results go.
    ///
    /// @param logSumExp receives `(batch, heads, queries)`, what backward needs to rebuild the
    ///                  weights
    record Call(AttentionOptions options, Heads q, Heads k, Heads v, Heads out,
                Storage logSumExp) {
    }

    /// `out = softmax(scale · q kᵀ + causal mask) v`.
    void forward(Call call);

    /// The same for several texts, each with keys and values of its own; of equal heads.
    default void forwardEach(List<Call> calls) {
        calls.forEach(this::forward);
    }

    /// Replaces what stands in `gq`, `gk` and `gv` by the gradients of what [#forward] has made.
    void backward(Call call, Heads gOut, Heads gq, Heads gk, Heads gv);

    /// Rotates pairs of values by the angle of their position.
    ///
    /// @param rows        vectors, the last axis of `x`
    /// @param tokens      positions repeat every `tokens` rows, each for `repeat` rows
    /// @param repeat      neighbouring rows that share a position
    /// @param headDim     width of a vector
    /// @param interleaved pairs `(2i, 2i+1)`; else `(i, i + headDim/2)`
    /// @param sign        1 forward, −1 backward
    record Rotation(int rows, int tokens, int repeat, int headDim, boolean interleaved,
                    int sign) {
    }

    /// `y = rotated x`. `cosines` and `sines` are `(tokens, headDim / 2)`.
    void rotate(Rotation rotation, Storage cosines, Storage sines, Storage x, Target y);
}
