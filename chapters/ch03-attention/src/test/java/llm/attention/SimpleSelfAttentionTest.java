package llm.attention;

import static llm.attention.Same.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import llm.tensor.RandomState;
import llm.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Simple self-attention")
class SimpleSelfAttentionTest {
    private final SimpleSelfAttention attention = new SimpleSelfAttention();

    @Test
    @DisplayName("of three tokens is what a hand computes")
    void byHand() {
        Tensor x = Tensor.of(new float[] {1, 0, 0, 1, 1, 1}, 1, 3, 2);
        // scores: (1 0 1), (0 1 1), (1 1 2); e/(2e+1) = 0.42232, e²/(2e+e²) = 0.57612
        assertClose(attention.weights(x), Tensor.of(new float[] {
            0.42232f, 0.15536f, 0.42232f,
            0.15536f, 0.42232f, 0.42232f,
            0.21194f, 0.21194f, 0.57612f}, 1, 3, 3), 1e-5);
        assertClose(attention.forward(x), Tensor.of(new float[] {
            0.84464f, 0.57768f,
            0.57768f, 0.84464f,
            0.78806f, 0.78806f}, 1, 3, 2), 2e-5);
    }

    @Test
    @DisplayName("has rows of weights that sum to 1")
    void rowsSumToOne() {
        Tensor weights = attention.weights(new RandomState(1).normal(1, 2, 5, 4));
        assertThat(weights.shape().toArray()).containsExactly(2, 5, 5);
        for (float sum : weights.sum(-1).toArray()) {
            assertThat(sum).isCloseTo(1f, within(1e-6f));
        }
    }

    @Test
    @DisplayName("refuses a single sequence without a batch axis")
    void shape() {
        assertThatThrownBy(() -> attention.forward(Tensor.zeros(3, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("x must be (batch, tokens, embDim), got [3, 2]");
    }
}
