package llm.tensor.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import llm.tensor.IntTensor;
import llm.tensor.Operations;
import llm.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// As NumPy has it: nothing in, nothing out; a sum over nothing is 0.
@DisplayName("Tensors without values")
class EmptyTest {
    private final Tensor none = Tensor.zeros(0, 3).requireGrad(true);

    @Test
    @DisplayName("pass through operations and backward")
    void pass() {
        Tensor weight = Tensor.ones(4, 3).requireGrad(true);
        Tensor bias = Tensor.ones(4).requireGrad(true);
        Tensor y = LinearOp.linearGelu(none, weight, bias).softmax().add(1).mul(Tensor.ones(4));
        assertThat(y.shape().toArray()).containsExactly(0, 4);
        y.sum().backward();
        assertThat(none.grad().shape()).isEqualTo(none.shape());
        assertThat(weight.grad().toArray()).containsOnly(0);
        assertThat(bias.grad().toArray()).containsOnly(0);
    }

    @Test
    @DisplayName("give norms and embeddings gradients of 0")
    void parameters() {
        Tensor gain = Tensor.ones(3).requireGrad(true);
        Tensor shift = Tensor.ones(3).requireGrad(true);
        Normalization.layerNorm(none, gain, shift, 1e-5).sum().backward();
        Normalization.rmsNorm(none, gain, 0, 1e-5).sum().backward();
        assertThat(gain.grad().toArray()).containsOnly(0);
        assertThat(shift.grad().toArray()).containsOnly(0);
        Tensor table = Tensor.ones(5, 3).requireGrad(true);
        table.rows(IntTensor.of(new int[0], 0)).sum().backward();
        assertThat(table.grad().toArray()).containsOnly(0);
    }

    @Test
    @DisplayName("sum to 0, over every axis")
    void sums() {
        assertThat(none.sum().item()).isZero();
        assertThat(none.sum(0).toArray()).containsExactly(0, 0, 0);
        assertThat(none.sum(1).toArray()).isEmpty();
        assertThat(Tensor.zeros(2, 0, 3).sum(1).toArray()).containsOnly(0).hasSize(6);
        assertThat(none.max(1).toArray()).isEmpty();
        assertThatThrownBy(() -> none.max(0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the axis of a largest value must have 1 value or more, "
                        + "got axis 0 of [0, 3]");
        assertThatThrownBy(() -> none.argmax(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("multiply to zeros, and stretch, slice and join")
    void layout() {
        assertThat(Tensor.zeros(2, 0).matmul(Tensor.zeros(0, 3)).toArray()).hasSize(6)
                .containsOnly(0);
        assertThat(Tensor.zeros(4, 2, 0).matmul(Tensor.zeros(4, 0, 3)).toArray()).hasSize(24)
                .containsOnly(0);
        assertThat(Tensor.zeros(0, 2).matmul(Tensor.ones(2, 3)).toArray()).isEmpty();
        assertThat(none.reshape(3, -1).shape().toArray()).containsExactly(3, 0);
        assertThat(none.transpose(0, 1).shape().toArray()).containsExactly(3, 0);
        Tensor x = Tensor.ones(2, 3);
        assertThat(x.slice(0, 1, 1).shape().toArray()).containsExactly(0, 3);
        assertThat(Operations.concat(0, none, x).toArray()).hasSize(6).containsOnly(1);
        assertThat(Tensor.ones(1, 3).broadcastTo(0, 3).toArray()).isEmpty();
        assertThat(none).hasToString("Tensor[0, 3], requires grad []");
        assertThatThrownBy(() -> Operations.concat(0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("concat must have a tensor or more, got none");
    }
}
