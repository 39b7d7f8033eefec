package llm.attention;

import static org.assertj.core.api.Assertions.assertThat;

import llm.tensor.RandomState;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

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
}
