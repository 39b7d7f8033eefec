package llm.attention;

import java.util.ArrayList;
import java.util.List;
import llm.tensor.Shape;
import llm.tensor.Tensor;
import llm.tensor.backend.Memory.Part;
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
        requireFitting(keys.shapeOf(k.size(1)), k.shape(), v.shape());
        keys.append(k);
        values.append(v);
    }

    /// Adds a token to each of several caches of one sequence, all in one go.
    ///
    /// @param k `(caches, 1, kvHeads · headDim)`
    /// @param v as `k`
    /// @throws IllegalArgumentException as of [#append], before any has changed
    static void appendEach(List<KvCache> caches, Tensor k, Tensor v) {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < caches.size(); i++) {
            KvCache cache = caches.get(i);
            requireFitting(cache.keys.shapeOf(1), k.shape().with(0, 1), v.shape().with(0, 1));
            long first = (long) i * k.size(2);
            parts.add(new Part(k.storage(), first, cache.keys.next(1)));
            parts.add(new Part(v.storage(), first, cache.values.next(1)));
        }
        k.backend().memory().scatterEach(parts);
        for (KvCache cache : caches) {
            cache.keys.grow(1);
            cache.values.grow(1);
        }
    }

    private static void requireFitting(Shape expected, Shape k, Shape v) {
        if (!k.equals(expected) || !v.equals(expected)) {
            throw new IllegalArgumentException(("k and v must be (batch=%d, tokens, kvHeads · "
                    + "headDim=%d), got %s and %s").formatted(expected.size(0), expected.size(2),
                    k, v));
        }
    }

    /// All that attention reads.
    Cached held() {
        return new Cached(keys.all(), values.all(), length());
    }
}
