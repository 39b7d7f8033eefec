package llm.attention;

import static llm.attention.Same.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import llm.tensor.Autograd;
import llm.tensor.Operations;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Tolerance: 10⁻⁵, rounding in another order.
@DisplayName("A cache of keys and values")
class KvCacheTest {
    private static final int KV_HEADS = 2;
    private static final int HEAD_DIM = 6;
    private final RandomState random = new RandomState(3);
    private final MultiHeadAttention attention =
            new MultiHeadAttention(AttentionConfig.builder(12, 4).kvHeads(2).headDim(6)
                    .qkvBias(true).outBias(true).build(), random);
    private final Tensor x = random.normal(1, 2, 10, 12);

    @Test
    @DisplayName("token by token or in chunks gives what the whole sequence gives")
    void chunks() {
        Tensor whole = attention.forward(x);
        for (int[] chunks : new int[][] {{1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, {4, 1, 3, 2}, {10}}) {
            KvCache cache = new KvCache(2, KV_HEADS, 16, HEAD_DIM);
            Tensor[] parts = new Tensor[chunks.length];
            int from = 0;
            for (int i = 0; i < chunks.length; i++) {
                parts[i] = forward(from, from + chunks[i], cache);
                from += chunks[i];
                assertThat(cache.length()).isEqualTo(from);
            }
            assertClose(Operations.concat(1, parts), whole, 1e-5);
        }
    }

    @Test
    @DisplayName("cut back goes on from there, as if the rest had never been")
    void truncate() {
        KvCache cache = new KvCache(2, KV_HEADS, 10, HEAD_DIM);
        forward(0, 4, cache);
        Autograd.noGrad(() -> attention.forward(random.normal(1, 2, 5, 12), cache));
        cache.truncate(4);
        assertThat(cache.length()).isEqualTo(4);
        assertClose(forward(4, 10, cache), attention.forward(x).slice(1, 4, 10), 1e-5);
    }

    @Test
    @DisplayName("cannot be cut back to more than it holds")
    void truncateTooLong() {
        KvCache cache = new KvCache(2, KV_HEADS, 10, HEAD_DIM);
        forward(0, 4, cache);
        assertThatThrownBy(() -> cache.truncate(5)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("length must be in [0, 4], got 5");
        assertThatThrownBy(() -> cache.truncate(-1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("length must be in [0, 4], got -1");
    }

    @Test
    @DisplayName("that is full says so and keeps what it has")
    void full() {
        KvCache cache = new KvCache(2, KV_HEADS, 6, HEAD_DIM);
        forward(0, 4, cache);
        assertThatThrownBy(() -> forward(4, 7, cache)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the cache must have room for 3 tokens, got 2 of 6");
        assertThat(cache.length()).isEqualTo(4);
        assertThat(cache.room()).isEqualTo(6);
        assertClose(forward(4, 6, cache), attention.forward(x).slice(1, 4, 6), 1e-5);
    }

    @Test
    @DisplayName("of each of several texts takes a token, or none does if one is full")
    void several() {
        int[] lengths = {3, 5};
        List<KvCache> caches = List.of(new KvCache(1, KV_HEADS, 10, HEAD_DIM),
                new KvCache(1, KV_HEADS, 6, HEAD_DIM));
        Tensor[] next = new Tensor[2];
        for (int i = 0; i < 2; i++) {
            Tensor text = x.slice(0, i, i + 1);
            Tensor begin = text.slice(1, 0, lengths[i]);
            KvCache cache = caches.get(i);
            Autograd.noGrad(() -> attention.forward(begin, cache));
            next[i] = text.slice(1, lengths[i], lengths[i] + 1);
        }
        Tensor tokens = Operations.concat(0, next);          // (2, 1, 12)
        Tensor together = Autograd.noGrad(() -> attention.forward(tokens, caches));
        Tensor whole = attention.forward(x);
        for (int i = 0; i < 2; i++) {
            assertClose(together.slice(0, i, i + 1),
                    whole.slice(0, i, i + 1).slice(1, lengths[i], lengths[i] + 1), 1e-5);
        }
        assertThatThrownBy(() -> Autograd.noGrad(() -> attention.forward(tokens, caches)))
                .hasMessage("the cache must have room for 1 tokens, got 0 of 6");
        assertThat(caches).extracting(KvCache::length).containsExactly(4, 6);
    }

    @Test
    @DisplayName("refuses another batch or width before it writes anything")
    void otherShape() {
        KvCache oneSequence = new KvCache(1, KV_HEADS, 10, HEAD_DIM);
        assertThatThrownBy(() -> forward(0, 4, oneSequence))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("k and v must be (batch=1, tokens, kvHeads · headDim=12), "
                        + "got [2, 4, 12] and [2, 4, 12]");
        KvCache allHeads = new KvCache(2, 4, 10, HEAD_DIM);
        assertThatThrownBy(() -> forward(0, 4, allHeads))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("k and v must be (batch=2, tokens, kvHeads · headDim=24), "
                        + "got [2, 4, 12] and [2, 4, 12]");
        assertThat(oneSequence.length()).isZero();
    }

    @Test
    @DisplayName("must have room for something")
    void sizes() {
        assertThatThrownBy(() -> new KvCache(1, KV_HEADS, 0, HEAD_DIM))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("batch, heads, room and width must be 1 or more, got batch=1, "
                        + "heads=2, room=0, width=6");
    }

    private Tensor forward(int from, int to, KvCache cache) {
        return Autograd.noGrad(() -> attention.forward(x.slice(1, from, to), cache));
    }
}
