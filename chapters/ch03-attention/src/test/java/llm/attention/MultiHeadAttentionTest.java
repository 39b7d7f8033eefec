package llm.attention;

import static llm.attention.Same.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    @DisplayName("refuses shapes that do not fit, and says why")
    void errors() {
        MultiHeadAttention attention =
                new MultiHeadAttention(AttentionConfig.multiHead(8, 2, 0, true), random);
        assertThatThrownBy(() -> attention.forward(Tensor.zeros(2, 5, 7)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("x must be (batch, tokens, embDim=8), got [2, 5, 7]");
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
