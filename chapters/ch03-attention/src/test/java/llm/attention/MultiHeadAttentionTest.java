package llm.attention;

import static llm.attention.Same.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import llm.tensor.Autograd;
import llm.tensor.Operations;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Multi-head attention")
class MultiHeadAttentionTest {
    private final RandomState random = new RandomState(3);

    @Test
    @DisplayName("of GPT-2 small has the published number of parameters")
    void parameterCount() {
        assertThat(new MultiHeadAttention(AttentionConfig.multiHead(768, 12, 0, false), random)
                .parameterCount()).isEqualTo(2_360_064);     // the course's count
        assertThat(new MultiHeadAttention(AttentionConfig.multiHead(768, 12, 0, true), random)
                .parameterCount()).isEqualTo(4 * (768L * 768 + 768));
    }

    @Test
    @DisplayName("token by token or in chunks with a cache gives what the whole sequence gives")
    void cache() {
        AttentionConfig config = new AttentionConfig(12, 4, 2, 6, 0, true, true);
        MultiHeadAttention attention = new MultiHeadAttention(config, random);
        Tensor x = random.normal(1, 2, 10, 12);
        Tensor whole = attention.forward(x);
        for (int[] chunks : new int[][] {{1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, {4, 1, 3, 2}, {10}}) {
            KvCache cache = new KvCache(2, 16, 2 * 6);
            Tensor[] parts = new Tensor[chunks.length];
            int from = 0;
            for (int i = 0; i < chunks.length; i++) {
                int start = from;
                int end = from + chunks[i];
                parts[i] = Autograd.noGrad(() -> attention.forward(x.slice(1, start, end), cache));
                from = end;
            }
            assertClose(Operations.concat(1, parts), whole, 1e-5);
            assertThat(cache.length()).isEqualTo(10);
        }
    }

    @Test
    @DisplayName("a cache cut back goes on from there")
    void truncate() {
        MultiHeadAttention attention =
                new MultiHeadAttention(AttentionConfig.multiHead(8, 2, 0, true), random);
        Tensor x = random.normal(1, 1, 6, 8);
        KvCache cache = new KvCache(1, 6, 8);
        Autograd.noGrad(() -> attention.forward(random.normal(1, 1, 5, 8), cache));
        cache.truncate(0);
        assertClose(Autograd.noGrad(() -> attention.forward(x, cache)), attention.forward(x), 1e-5);
        assertThatThrownBy(() -> cache.truncate(7)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("length must be in [0, 6], got 7");
        assertThatThrownBy(() -> Autograd.noGrad(() -> attention.forward(x, cache)))
                .hasMessage("the cache must have room for 6 tokens, got 0 of 6");
    }

    @Test
    @DisplayName("refuses shapes and sizes that do not fit, and says why")
    void errors() {
        MultiHeadAttention attention =
                new MultiHeadAttention(AttentionConfig.multiHead(8, 2, 0, true), random);
        assertThatThrownBy(() -> attention.forward(Tensor.zeros(2, 5, 7)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("x must be (batch, tokens, embDim=8), got [2, 5, 7]");
        assertThatThrownBy(() -> AttentionConfig.multiHead(10, 4, 0, true))
                .hasMessage("embDim must be a multiple of heads, got embDim=10, heads=4");
        assertThatThrownBy(() -> new AttentionConfig(8, 4, 3, 2, 0, true, true))
                .hasMessage("heads must be a multiple of kvHeads, got heads=4, kvHeads=3");
    }

    @Test
    @DisplayName("treats the sequences of a batch apart")
    void batchIndependence() {
        MultiHeadAttention attention =
                new MultiHeadAttention(AttentionConfig.multiHead(8, 2, 0, true), random);
        Tensor x = random.normal(1, 3, 6, 8);
        Tensor second = attention.forward(x.slice(0, 1, 2));
        assertClose(attention.forward(x).slice(0, 1, 2), second, 1e-6);
    }
}
