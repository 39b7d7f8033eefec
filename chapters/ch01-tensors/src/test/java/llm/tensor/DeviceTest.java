package llm.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import llm.tensor.backend.Backend;
import llm.tensor.backend.DType;
import llm.tensor.layer.Linear;
import llm.tensor.plain.PlainBackend;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The other device is a plain one of its own, so that these tests mean something on `plain` too.
@DisplayName("Between devices")
class DeviceTest {
    private final Backend other = new PlainBackend();

    @Test
    @DisplayName("a tensor moves with its values, and stays itself where it is already")
    void tensor() {
        Tensor x = new RandomState(1).normal(1, 3, 4);
        Tensor moved = x.to(other);
        assertThat(moved.backend()).isSameAs(other);
        assertThat(moved.toArray()).isEqualTo(x.toArray());
        assertThat(moved.to(other)).isSameAs(moved);
        assertThat(moved.to(x.backend()).toArray()).isEqualTo(x.toArray());
    }

    @Test
    @DisplayName("a gradient comes back to where its tensor is")
    void gradient() {
        Tensor x = Tensor.of(new float[] {1, 2, 3}, 3).requireGrad(true);
        x.to(other).square().sum().backward();
        assertThat(x.grad().backend()).isSameAs(x.backend());
        assertThat(x.grad().toArray()).containsExactly(2, 4, 6);
    }

    @Test
    @DisplayName("operations and their gradients stay where their operands are")
    void operandsDecide() {
        Tensor x = Tensor.of(new float[] {1, 5, 2, 0, 3, 4}, Shape.of(2, 3), other)
                .requireGrad(true);
        Tensor largest = x.max(1);
        assertThat(largest.backend()).isSameAs(other);
        largest.sum().backward();
        assertThat(x.grad().backend()).isSameAs(other);
        assertThat(x.grad().toArray()).containsExactly(0, 1, 0, 0, 0, 1);
    }

    @Test
    @DisplayName("a layer moves with all its parameters, quantized ones too")
    void layer() {
        Linear layer = new Linear(8, 4, true, new RandomState(2));
        Tensor x = new RandomState(3).normal(1, 2, 8);
        float[] here = layer.forward(x).toArray();
        layer.to(other);
        assertThat(layer.parameters()).allMatch(p -> p.backend() == other);
        assertThat(layer.forward(x.to(other)).toArray()).usingComparatorWithPrecision(1e-6f)
                .containsExactly(here);
        layer.to(DType.BF16);
        float[] rounded = layer.weight().toArray();
        layer.to(x.backend());
        assertThat(layer.weight().dtype()).isEqualTo(DType.BF16);
        assertThat(layer.weight().toArray()).isEqualTo(rounded);
    }

    @Test
    @DisplayName("the ones that there are have names, and others are refused")
    void names() {
        assertThat(Backends.named("plain").name()).isEqualTo("plain");
        assertThat(Backends.all()).extracting(Backend::name).contains("plain");
        assertThat(Backends.named("auto")).isSameAs(Backends.best());
        assertThatThrownBy(() -> Backends.named("tpu"))
                .hasMessageStartingWith("device must be one of ")
                .hasMessageEndingWith("plain, cuda, cuda:1, …, auto, got tpu");
    }
}
