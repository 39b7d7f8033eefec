package llm.attention;

import llm.tensor.Shape;
import llm.tensor.Tensor;
import llm.tensor.backend.StridedView;

/// Keys and values of the tokens that one attention layer has already seen, so that generating
/// the next token costs one query instead of all of them again.
public final class KvCache {
    private final Tensor keys;                               // (batch, room, kvHeads · headDim)
    private final Tensor values;                             // (batch, room, kvHeads · headDim)
    private final int[] padding;
    private int length;

    /// @param batch   sequences
    /// @param room    tokens that can be held
    /// @param width   `kvHeads · headDim`
    /// @param padding for sequences of different lengths in one batch: how many tokens at the start
    ///                of each stand for nothing; none if all begin at once
    public KvCache(int batch, int room, int width, int... padding) {
        if (padding.length != 0 && padding.length != batch) {
            throw new IllegalArgumentException("padding must be one number for each of batch=%d "
                    .formatted(batch) + "sequences, got " + padding.length);
        }
        if (batch < 1 || room < 1 || width < 1) {
            throw new IllegalArgumentException(("batch, room and width must be 1 or more, got "
                    + "batch=%d, room=%d, width=%d").formatted(batch, room, width));
        }
        this.padding = padding.clone();
        keys = Tensor.empty(Shape.of(batch, room, width)).keep();
        values = Tensor.empty(Shape.of(batch, room, width)).keep();
    }

    /// Tokens held so far.
    public int length() {
        return length;
    }

    /// How many tokens at the start of each sequence stand for nothing; empty for none.
    public int[] padding() {
        return padding.clone();
    }

    /// Tokens that can be held.
    public int room() {
        return keys.size(1);
    }

    /// Forgets the tokens from `newLength` on.
    public void truncate(int newLength) {
        if (newLength < 0 || newLength > length) {
            throw new IllegalArgumentException(
                    "length must be in [0, %d], got %d".formatted(length, newLength));
        }
        length = newLength;
    }

    /// Adds the keys and values of new tokens, `(batch, tokens, kvHeads · headDim)`.
    ///
    /// @throws IllegalArgumentException if they have another shape, or there is no room for them
    void append(Tensor k, Tensor v) {
        requireFitting(k, v);
        int tokens = k.size(1);
        if (length + tokens > room()) {
            throw new IllegalArgumentException("the cache must have room for %d tokens, got "
                    .formatted(tokens) + (room() - length) + " of " + room());
        }
        write(k, keys);
        write(v, values);
        length += tokens;
    }

    private void requireFitting(Tensor k, Tensor v) {
        Shape expected = keys.shape().with(1, k.size(1));
        if (!k.shape().equals(expected) || !v.shape().equals(expected)) {
            throw new IllegalArgumentException(("k and v must be (batch=%d, tokens, kvHeads · "
                    + "headDim=%d), got %s and %s").formatted(keys.size(0), keys.size(2),
                    k.shape(), v.shape()));
        }
    }

    private void write(Tensor from, Tensor to) {
        long[] strides = to.shape().strides();
        to.backend().memory().scatter(from.storage(), new StridedView(to.storage(),
                length * strides[1], from.shape().toArray(), strides), false);
    }

    Tensor keys() {
        return keys;
    }

    Tensor values() {
        return values;
    }
}
