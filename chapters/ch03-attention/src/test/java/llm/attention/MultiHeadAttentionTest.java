package llm.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import llm.attention.AttentionConfig.HeadNorm;
import llm.attention.rotary.RotaryConfig;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Multi-head attention")
class MultiHeadAttentionTest {
    private final RandomState random = new RandomState(3);

    @Test
    @DisplayName("of GPT-2 small has the course's number of parameters, and three biases more")
    void parameterCount() {
        assertThat(new MultiHeadAttention(AttentionConfig.multiHead(768, 12, 0, false), random)
                .parameterCount()).isEqualTo(2_360_064);
        assertThat(new MultiHeadAttention(AttentionConfig.multiHead(768, 12, 0, true), random)
                .parameterCount()).isEqualTo(2_362_368);     // 2,360,064 + 3 · 768
    }

    @Test
    @DisplayName("with a key/value head for every four heads has fewer")
    void groupedParameterCount() {
        AttentionConfig config = AttentionConfig.builder(768, 12).kvHeads(3).build();
        assertThat(new MultiHeadAttention(config, random).parameterCount())
                .isEqualTo(2L * 768 * 768 + 2L * 768 * 192);
    }

    /// The weights times the values must give what [MultiHeadAttention#forward] gives without ever
    /// having weights. Tolerance: rounding in another order.
    @ParameterizedTest(name = "window {0}")
    @ValueSource(ints = {2, 5, 100})
    @DisplayName("shows the weights that its sums are made with")
    void weights(int window) {
        AttentionConfig config = AttentionConfig.builder(12, 6).kvHeads(2).headDim(4)
                .rotary(RotaryConfig.of(100)).headNorm(new HeadNorm(1e-6, 0)).window(window)
                .build();
        MultiHeadAttention attention = new MultiHeadAttention(config, random);
        Tensor x = random.normal(2, 3, 7, 12);
        Tensor weights = attention.weights(x);               // (3, 6, 7, 7)
        Tensor v = Heads.repeatKv(Heads.split(attention.value().forward(x), 2), 3);
        Tensor expected = attention.output().forward(Heads.merge(weights.matmul(v)));
        assertThat(attention.forward(x).toArray())
                .containsExactly(expected.toArray(), within(1e-5f));
        assertThat(weights.sum(3).toArray())
                .containsExactly(Tensor.ones(3, 6, 7).toArray(), within(1e-5f));
    }
}
