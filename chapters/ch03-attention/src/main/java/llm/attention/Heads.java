package llm.attention;

import llm.tensor.Tensor;

/// Several heads in one tensor: side by side in the last axis, as a linear layer leaves them, or on
/// an axis of their own, as a batched product wants them.
public final class Heads {

    private Heads() {
    }

    /// `(batch, tokens, heads · headDim)` → `(batch, heads, tokens, headDim)`
    public static Tensor split(Tensor x, int heads) {
        if (x.rank() != 3 || heads < 1 || x.size(2) % heads != 0) {
            throw new IllegalArgumentException("x must be (batch, tokens, heads=%d · headDim), "
                    .formatted(heads) + "got " + x.shape());
        }
        int headDim = x.size(2) / heads;
        return x.reshape(x.size(0), x.size(1), heads, headDim)  // (batch, tokens, heads, headDim)
                .transpose(1, 2);                               // (batch, heads, tokens, headDim)
    }

    /// The way back: `(batch, heads, tokens, headDim)` → `(batch, tokens, heads · headDim)`
    public static Tensor merge(Tensor x) {
        requireHeads(x);
        return x.transpose(1, 2)                                // (batch, tokens, heads, headDim)
                .reshape(x.size(0), x.size(2), x.size(1) * x.size(3));
    }

    /// Each key/value head `times` times in a row, once for every head that it serves: 0, 0, 1, 1
    /// for two heads and `times` 2.
    /// `(batch, kvHeads, tokens, headDim)` → `(batch, kvHeads · times, tokens, headDim)`
    public static Tensor repeatKv(Tensor x, int times) {
        requireHeads(x);
        int batch = x.size(0);
        int kvHeads = x.size(1);
        int tokens = x.size(2);
        return x.reshape(batch, kvHeads, 1, tokens, x.size(3))
                .broadcastTo(batch, kvHeads, times, tokens, x.size(3))
                .reshape(batch, kvHeads * times, tokens, x.size(3));
    }

    private static void requireHeads(Tensor x) {
        if (x.rank() != 4) {
            throw new IllegalArgumentException(
                    "x must be (batch, heads, tokens, headDim), got " + x.shape());
        }
    }
}
