package llm.attention;

import static llm.attention.Same.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import llm.tensor.RandomState;
import llm.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The causal mask")
class CausalMaskTest {

    @Test
    @DisplayName("of three tokens hides two, one and no keys")
    void ofThree() {
        assertThat(CausalMask.of(3).shape().toArray()).containsExactly(3, 3);
        assertThat(CausalMask.of(3).toArray()).containsExactly(0, 1, 1, 0, 0, 1, 0, 0, 0);
    }

    @Test
    @DisplayName("before softmax gives what rescaling after it gives, forward and backward")
    void twoWays() {
        RandomState random = new RandomState(7);
        Tensor scores = random.normal(1, 3, 6, 6).requireGrad(true);
        Tensor same = Same.leaf(scores);
        Tensor before = CausalMask.softmax(scores);
        Tensor after = CausalMask.renormalized(same);
        assertClose(before, after, 1e-6);
        Tensor g = random.normal(1, 3, 6, 6);
        before.backward(g);
        after.backward(g);
        assertClose(scores.grad(), same.grad(), 1e-5);
    }

    @Test
    @DisplayName("before softmax stands a hidden score that leaves nothing to rescale after it")
    void largeHiddenScore() {
        Tensor scores = Tensor.of(new float[][] {{0, 200}, {0, 0}});
        assertThat(CausalMask.renormalized(scores).at(0, 0)).isNaN();
        assertThat(CausalMask.softmax(scores).toArray()).containsExactly(1, 0, 0.5f, 0.5f);
    }

    @Test
    @DisplayName("refuses no tokens, and scores that are not square")
    void errors() {
        assertThatThrownBy(() -> CausalMask.of(0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tokens must be 1 or more, got 0");
        assertThatThrownBy(() -> CausalMask.softmax(Tensor.zeros(2, 3, 4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("scores must be (..., tokens, tokens), got [2, 3, 4]");
    }
}
