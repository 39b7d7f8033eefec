package llm.attention;

import llm.tensor.Shape;
import llm.tensor.Tensor;
import llm.tensor.op.CausalAttention.Cached;

/// Keys and values of the tokens that one attention layer has already seen, so that generating
/// the next token costs one query instead of all of them again.
public final class KvCache implements AutoCloseable {
    private final TokenRows keys;                            // headDim wide, for each of kvHeads
    private final TokenRows values;                          // as the keys

    /// @param batch   sequences
    /// @param kvHeads key/value heads
    /// @param room    tokens that can be held
    /// @param headDim width of a head
    public KvCache(int batch, int kvHeads, int room, int headDim) {
        keys = new TokenRows(batch, kvHeads, room, headDim);
        values = new TokenRows(batch, kvHeads, room, headDim);
    }

    private KvCache(TokenRows keys, TokenRows values) {
        this.keys = keys;
        this.values = values;
    }

    /// Tokens held so far.
    public int length() {
        return keys.length();
    }

    /// Tokens that can be held.
    public int room() {
        return keys.room();
    }

    /// Memory that is held, room for further tokens included.
    public long bytes() {
        return keys.bytes() + values.bytes();
    }

    /// Forgets the tokens from `newLength` on.
    public void truncate(int newLength) {
        keys.truncate(newLength);
        values.truncate(newLength);
    }

    /// The first tokens in a cache of its own, with another amount of room: for a text that grows
    /// beyond what was planned, that is to go on in several ways, or that begins as another does.
    ///
    /// @throws IllegalArgumentException if there are not so many, or they have no room there
    public KvCache copy(int tokens, int room) {
        return new KvCache(keys.copy(tokens, room), values.copy(tokens, room));
    }

    /// Returns the memory at once instead of when the garbage collector finds it.
    @Override
    public void close() {
        keys.close();
        values.close();
    }

    /// Adds the keys and values of new tokens, `(batch, tokens, kvHeads · headDim)`.
    ///
    /// @throws IllegalArgumentException if they have another shape, or there is no room for them
    void append(Tensor k, Tensor v) {
        Shape expected = keys.shapeOf(k.size(1));
        if (!k.shape().equals(expected) || !v.shape().equals(expected)) {
            throw new IllegalArgumentException(("k and v must be (batch=%d, tokens, kvHeads · "
                    + "headDim=%d), got %s and %s").formatted(expected.size(0), expected.size(2),
                    k.shape(), v.shape()));
        }
        keys.append(k);
        values.append(v);
    }

    /// All that attention reads.
    Cached held() {
        return new Cached(keys.all(), values.all(), length());
    }
}
