package llm.tensor.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import llm.tensor.RandomState;
import llm.tensor.Scope;
import llm.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A module's state")
class StateDictTest {
    private final Linear linear = new Linear(3, 2, true, new RandomState(1));

    @Test
    @DisplayName("stays as it was when one of the new values has the wrong shape")
    void allOrNothing() {
        float[] before = linear.weight().toArray();
        assertThatThrownBy(() -> linear.loadStateDict(Map.of("weight", Tensor.ones(2, 3),
                "bias", Tensor.ones(3)))).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bias must be [2], got [3]");
        assertThat(linear.weight().toArray()).isEqualTo(before);
    }

    @Test
    @DisplayName("shows later changes, and is copied on loading")
    void sharing() {
        Map<String, Tensor> state = linear.stateDict();
        Linear other = new Linear(3, 2, true, new RandomState(2));
        other.loadStateDict(state);
        linear.loadStateDict(Map.of("weight", Tensor.ones(2, 3), "bias", Tensor.zeros(2)));
        assertThat(state.get("weight").toArray()).containsOnly(1);
        assertThat(other.weight().toArray()).isNotEqualTo(linear.weight().toArray());
        assertThat(state.get("weight").requiresGrad()).isFalse();
    }

    @Test
    @DisplayName("outlives the scope in which the module was made")
    void scope() {
        Linear made;
        try (Scope _ = Scope.open()) {
            made = new Linear(2, 2, true, Initializer.normal(0.02, new RandomState(3)));
        }
        assertThat(made.bias().toArray()).containsOnly(0);
        made.forward(Tensor.ones(1, 2)).sum().backward();
        assertThat(made.bias().grad().toArray()).containsOnly(1);
    }

    @Test
    @DisplayName("begins with values between ±1/√in, as PyTorch's linear layers do")
    void initial() {
        Linear wide = new Linear(100, 50, true, new RandomState(4));
        float largest = 0;
        for (float value : wide.weight().toArray()) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertThat(largest).isBetween(0.099f, 0.1f);
        assertThatThrownBy(() -> new Linear(0, 5, true, new RandomState(1)))
                .hasMessage("in and out must be 1 or more, got in=0, out=5");
        assertThatThrownBy(() -> new Linear(1, 5, false, new RandomState(1)).bias())
                .hasMessage("the layer must have a bias, got one without");
        assertThatThrownBy(() -> new Embedding(0, 5, new RandomState(1)))
                .hasMessage("ids and embDim must be 1 or more, got ids=0, embDim=5");
        assertThatThrownBy(() -> new Dropout(1, new RandomState(1)))
                .hasMessage("dropout rate must be in [0, 1), got 1.0");
    }
}
