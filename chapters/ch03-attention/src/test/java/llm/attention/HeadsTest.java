package llm.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import llm.tensor.RandomState;
import llm.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Heads")
class HeadsTest {

    @Test
    @DisplayName("are runs of a token's vector")
    void split() {
        // two tokens with two heads of two values
        Tensor heads = Heads.split(Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 1, 2, 4), 2);
        assertThat(heads.shape().toArray()).containsExactly(1, 2, 2, 2);
        assertThat(heads.toArray()).containsExactly(1, 2, 5, 6, 3, 4, 7, 8);
    }

    @Test
    @DisplayName("merged again are what was split")
    void merge() {
        Tensor x = new RandomState(1).normal(1, 2, 5, 12);
        assertThat(Heads.merge(Heads.split(x, 3)).toArray()).containsExactly(x.toArray());
        assertThat(Heads.merge(Heads.split(x, 3)).shape()).isEqualTo(x.shape());
    }

    @Test
    @DisplayName("that share keys get them one after the other: 0, 0, 1, 1")
    void repeatKv() {
        Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 1, 2, 2, 2).requireGrad(true);
        Tensor repeated = Heads.repeatKv(x, 2);
        assertThat(repeated.shape().toArray()).containsExactly(1, 4, 2, 2);
        assertThat(repeated.toArray())
                .containsExactly(1, 2, 3, 4, 1, 2, 3, 4, 5, 6, 7, 8, 5, 6, 7, 8);
        repeated.sum().backward();
        assertThat(x.grad().toArray()).containsOnly(2);      // one from each head of the group
    }

    @Test
    @DisplayName("must divide the width, and have an axis of their own to be merged")
    void errors() {
        assertThatThrownBy(() -> Heads.split(Tensor.zeros(2, 5, 10), 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("x must be (batch, tokens, heads=4 · headDim), got [2, 5, 10]");
        assertThatThrownBy(() -> Heads.merge(Tensor.zeros(2, 5, 10)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("x must be (batch, heads, tokens, headDim), got [2, 5, 10]");
    }
}
