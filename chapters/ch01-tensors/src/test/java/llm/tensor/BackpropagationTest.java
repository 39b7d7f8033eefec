package llm.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import llm.tensor.optim.AdamConfig;
import llm.tensor.optim.AdamW;
import llm.tensor.optim.ParameterGroup;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("Backpropagation")
class BackpropagationTest {

    private static Parameter parameter(float... values) {
        return Parameter.of(Tensor.of(values, values.length));
    }

    @Test
    @DisplayName("walks a graph of 50,000 steps")
    void deepGraph() {
        Parameter w = parameter(1, 2);
        Tensor x = w;
        for (int i = 0; i < 50_000; i++) {
            x = x.add(1e-3);
        }
        x.sum().backward();
        assertThat(w.grad().toArray()).containsOnly(1);
    }

    @Test
    @DisplayName("reaches a parameter along every path of a residual chain")
    void residualChain() {
        Parameter w = parameter(2);
        Tensor x = w;                                        // xᵢ₊₁ = xᵢ + 3xᵢ = 4xᵢ
        for (int i = 0; i < 6; i++) {
            x = x.add(x.mul(3));
        }
        x.sum().backward();
        assertThat(w.grad().item()).isEqualTo(4096);         // 4⁶
    }

    @Test
    @DisplayName("does not mix up gradients that share memory on their way")
    void sharedGradients() {
        Parameter a = parameter(1, 2, 3, 4);
        Parameter b = parameter(5, 6, 7, 8);
        Tensor sum = a.add(b);                               // hands its gradient on to a
        Tensor view = sum.reshape(2, 2);                     // hands its gradient on to sum
        Tensor gelu = view.mul(1);
        view.add(gelu).sub(sum.reshape(2, 2).mul(3)).sum().add(a.sum()).backward();
        assertThat(a.grad().toArray()).containsOnly(1 + 1 - 3 + 1);
        assertThat(b.grad().toArray()).containsOnly(1 + 1 - 3);
        b.grad().set(new float[4]);
        assertThat(a.grad().toArray()).containsOnly(0);
    }

    @Test
    @DisplayName("is not confused by an array of parts that is filled again")
    void reusedArray() {
        Parameter a = parameter(1);
        Parameter b = parameter(2);
        Tensor[] parts = {a, b};
        Tensor joined = Operations.concat(0, parts);
        parts[0] = b;
        parts[1] = b;
        joined.mul(Tensor.of(new float[] {10, 20}, 2)).sum().backward();
        assertThat(a.grad().item()).isEqualTo(10);
        assertThat(b.grad().item()).isEqualTo(20);
    }

    @Test
    @DisplayName("stops at frozen leaves, and gives a leaf that asks for it its gradient")
    void leaves() {
        Tensor x = Tensor.of(new float[] {3}, 1).requireGrad(true);
        Parameter frozen = parameter(5);
        frozen.requireGrad(false);
        x.mul(frozen).sum().backward();
        assertThat(x.grad().item()).isEqualTo(5);
        assertThat(frozen.hasGrad()).isFalse();
        assertThatThrownBy(() -> x.mul(2).requireGrad(false))
                .isInstanceOf(IllegalStateException.class).hasMessage("only a tensor that no "
                        + "operation made can change whether it needs a gradient, got the result "
                        + "of scale");
    }

    @Test
    @DisplayName("through one part of a shared graph frees it for the other")
    void sharedPart() {
        Parameter w = parameter(2);
        Tensor shared = w.square();
        Tensor first = shared.sum();
        Tensor second = shared.mul(2).sum();
        first.backward();
        assertThatThrownBy(second::backward).isInstanceOf(IllegalStateException.class)
                .hasMessage("backward() must find a graph that has not been used, got one whose "
                        + "'square' an earlier call has freed; compute the loss again, or call "
                        + "backwardKeepingGraph() the first time");
    }

    @Test
    @DisplayName("reads every value of a graph that is kept a second time")
    void keptGraph() {
        Parameter w = Parameter.of(new RandomState(1).normal(1, 4, 6));
        Tensor loss = w.gelu().matmulTransposed(w).softmax().square().sum();
        loss.backwardKeepingGraph();
        float[] once = w.grad().toArray();
        w.zeroGrad();
        loss.backward();
        assertThat(w.grad().toArray()).isEqualTo(once);
    }

    @Nested
    @DisplayName("after a change in place")
    class InPlace {

        @Test
        @DisplayName("refuses old values, also those changed through detach()")
        void detached() {
            Parameter w = parameter(2, 3);
            Tensor h = w.mul(2);
            Tensor loss = h.square().sum();
            h.detach().set(new float[] {0, 0});
            assertThatThrownBy(loss::backward).isInstanceOf(IllegalStateException.class)
                    .hasMessage("backward() of 'square' must see the values of the forward pass, "
                            + "got a tensor of shape [2] that was changed in place 1 time(s) since");
        }

        @Test
        @DisplayName("goes on where the old values are not needed")
        void notNeeded() {
            Parameter w = parameter(2, 3);
            Tensor loss = w.mul(2).add(1).sum();
            Autograd.noGrad(() -> w.set(new float[] {0, 0}));
            loss.backward();
            assertThat(w.grad().toArray()).containsOnly(2);
        }

        @Test
        @DisplayName("refuses to go back through a model that an optimizer has moved")
        void optimizerStep() {
            Parameter w = parameter(2, 3);
            AdamW optimizer = new AdamW(List.of(new ParameterGroup(Map.of("w", w), 0)), 0.1,
                    AdamConfig.STANDARD);
            w.square().sum().backward();
            Tensor loss = w.square().sum();
            optimizer.step();
            assertThatThrownBy(loss::backward).hasMessageContaining("changed in place 1 time(s)");
        }

        @Test
        @DisplayName("by addInPlace refuses values that another operation has saved")
        void addInPlace() {
            Parameter w = parameter(2, 3);
            Tensor squashed = w.tanh();                      // tanh saves its result
            Tensor loss = squashed.addInPlace(Tensor.ones(2)).sum();
            assertThatThrownBy(loss::backward).hasMessageContaining("backward() of 'tanh'");
        }

        @Test
        @DisplayName("by addInPlace spares parameters")
        void addInPlaceToLeaf() {
            Parameter w = parameter(2, 3);
            assertThatThrownBy(() -> Elementwise.addInPlace(w, Tensor.ones(2)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("addInPlace must write over the result of an operation");
            assertThat(w.toArray()).containsExactly(2, 3);
            Autograd.noGrad(() -> {
                w.addInPlace(Tensor.ones(2));
            });
            assertThat(w.toArray()).containsExactly(3, 4);
        }
    }

    @Test
    @DisplayName("in a scope returns values and gradients as it goes")
    void memoryOnTheWay() {
        int many = 1 << 20;                                  // 4 MiB
        Tensor x = Tensor.ones(many).requireGrad(true);
        long before = Backends.current().memory().bytesInUse();
        long[] atTheEnd = {0};
        try (Scope _ = Scope.open()) {
            Tensor probe = Tensor.scalar(0).madeBy("probe", _ -> atTheEnd[0] =
                    Backends.current().memory().bytesInUse(), x);
            Tensor y = x;
            for (int i = 0; i < 20; i++) {                   // 40 new tensors of 4 MiB
                y = y.reshape(2, -1).mul(1.01).reshape(many).add(y);
            }
            y.sum().add(probe).backward();
        }
        assertThat(atTheEnd[0] - before).isLessThan(6L * 4 * many);
    }

    @Test
    @DisplayName("needs a tensor that asked for a gradient")
    void nothingToDo() {
        assertThatThrownBy(() -> Tensor.ones(1).backward()).isInstanceOf(IllegalStateException.class)
                .hasMessage("backward() must start at a tensor computed from one that requires a "
                        + "gradient, got Tensor[1] [1.0000]");
        assertThatThrownBy(() -> parameter(1).mul(2).grad()).hasMessage(
                "backward() must have reached this tensor, got no gradient on [1]");
    }
}
