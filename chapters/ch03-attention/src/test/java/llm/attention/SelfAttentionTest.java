package llm.attention;

import static llm.attention.Same.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Self-attention")
class SelfAttentionTest {
    private final RandomState random = new RandomState(7);
    private final SelfAttention attention = new SelfAttention(6, 4, false, random);

    @Test
    @DisplayName("with linear layers is products with plain matrices, forward and backward")
    void linearIsMatrix() {
        Map<String, Tensor> weights = attention.stateDict();
        Tensor wq = matrix(weights.get("query.weight"));     // (embDim, headDim)
        Tensor wk = matrix(weights.get("key.weight"));
        Tensor wv = matrix(weights.get("value.weight"));
        Tensor x = random.normal(1, 2, 5, 6);
        Tensor scores = x.matmul(wq).matmul(x.matmul(wk).transpose(1, 2));
        Tensor plain = scores.mul(0.5).softmax().matmul(x.matmul(wv));   // 0.5 = 1/√4
        Tensor context = attention.forward(x);
        assertClose(context, plain, 1e-5);
        Tensor g = random.normal(1, 2, 5, 4);
        plain.backward(g);
        context.backward(g);
        Map<String, Tensor> gradients = Form.gradients(attention);
        assertClose(gradients.get("query.weight"), wq.grad().transpose(0, 1), 1e-4);
        assertClose(gradients.get("key.weight"), wk.grad().transpose(0, 1), 1e-4);
        assertClose(gradients.get("value.weight"), wv.grad().transpose(0, 1), 1e-4);
    }

    private static Tensor matrix(Tensor weight) {
        return Same.leaf(weight.transpose(0, 1));
    }

    @Test
    @DisplayName("has rows of weights that sum to 1, and looks ahead too")
    void rowsSumToOne() {
        Tensor weights = attention.weights(random.normal(1, 2, 5, 6));
        for (float sum : weights.sum(-1).toArray()) {
            assertThat(sum).isCloseTo(1f, within(1e-6f));
        }
        assertThat(weights.at(0, 0, 4)).isPositive();
    }

    @Test
    @DisplayName("refuses another width, naming both")
    void shape() {
        assertThatThrownBy(() -> attention.forward(Tensor.zeros(2, 5, 7)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("x must be (batch, tokens, embDim=6), got [2, 5, 7]");
    }
}
