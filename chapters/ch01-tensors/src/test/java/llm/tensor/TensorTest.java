package llm.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A tensor")
class TensorTest {

    @Test
    @DisplayName("holds values in a shape")
    void values() {
        Tensor x = Tensor.of(new float[][] {{1, 2, 3}, {4, 5, 6}});
        assertThat(x.shape()).isEqualTo(Shape.of(2, 3));
        assertThat(x.at(1, 2)).isEqualTo(6);
        assertThat(x.size(-1)).isEqualTo(3);
        assertThat(Tensor.scalar(2.5).item()).isEqualTo(2.5f);
        assertThat(Tensor.scalar(2.5).shape()).isEqualTo(Shape.of());
        assertThat(Tensor.zeros(0, 4).toArray()).isEmpty();
        assertThat(Tensor.full(7, 3).toArray()).containsOnly(7);
    }

    @Test
    @DisplayName("reads well when printed")
    void printing() {
        Tensor x = Tensor.of(new float[][] {{1, 2}, {3, 4.5f}});
        assertThat(x).hasToString("""
                Tensor[2, 2] [[1.0000, 2.0000],
                 [3.0000, 4.5000]]""");
        assertThat(Tensor.scalar(1)).hasToString("Tensor[] 1.0000");
        assertThat(Tensor.of(new float[9], 9))
                .hasToString("Tensor[9] [0.0000, 0.0000, 0.0000, …, 0.0000, 0.0000, 0.0000]");
        assertThat(Tensor.full(2e-7, 1)).hasToString("Tensor[1] [2.0000e-07]");
        assertThat(Parameter.of(Tensor.ones(1)).mul(3))
                .hasToString("Tensor[1], made by scale [3.0000]");
        assertThat(Parameter.of(Tensor.ones(1))).hasToString("Parameter[1] [1.0000]");
        assertThat(Tensor.ones(1).requireGrad(true))
                .hasToString("Tensor[1], requires grad [1.0000]");
    }

    @Test
    @DisplayName("says what is wrong with a shape or an index")
    void errors() {
        assertThatThrownBy(() -> Tensor.of(new float[5], 2, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("shape [2, 3] must hold 6 values, got 5");
        assertThatThrownBy(() -> Tensor.of(new float[][] {{1}, {1, 2}}))
                .hasMessage("rows must have one length, got 1 and 2");
        assertThatThrownBy(() -> Tensor.zeros(2, 2).item()).hasMessage(
                "item() must be called on a tensor of one value, got shape [2, 2]");
        assertThatThrownBy(() -> Tensor.zeros(2, 2).at(0, 2))
                .hasMessage("index must be in [0, 2) on axis 1, got 2");
        assertThatThrownBy(() -> Tensor.zeros(2, 2).at(0))
                .hasMessage("an index into shape [2, 2] must have 2 numbers, got 1");
        assertThatThrownBy(() -> Shape.of(2, -1))
                .hasMessage("every extent must be 0 or more, and all values at most 2^61, "
                        + "got [2, -1]");
        assertThatThrownBy(() -> IntTensor.of(new int[3], 2, 2))
                .hasMessage("shape [2, 2] must hold 4 values, got 3");
    }
}
