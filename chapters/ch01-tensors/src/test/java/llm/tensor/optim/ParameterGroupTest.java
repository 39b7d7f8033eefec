package llm.tensor.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import llm.tensor.Parameter;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.layer.Linear;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Parameter groups")
class ParameterGroupTest {
    private final Parameter shared = Parameter.of(Tensor.ones(2, 2));

    private ParameterGroup tied() {
        Map<String, Parameter> names = new LinkedHashMap<>();
        names.put("embedding", shared);
        names.put("head", shared);
        return new ParameterGroup(names, 0);
    }

    @Test
    @DisplayName("hold a parameter of two names once, under the first, so that it steps once")
    void tiedParameter() {
        assertThat(tied().parameters()).containsOnlyKeys("embedding");
        shared.sum().backward();
        new Sgd(List.of(tied()), 0.25, 0).step();
        assertThat(shared.toArray()).containsOnly(0.75f);
    }

    @Test
    @DisplayName("do not change with the map that they were made of")
    void copied() {
        Map<String, Parameter> names = new LinkedHashMap<>(Map.of("a", shared));
        ParameterGroup group = new ParameterGroup(names, 0);
        names.clear();
        assertThat(group.parameters()).containsOnlyKeys("a");
        assertThatThrownBy(() -> group.parameters().clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    @DisplayName("of one optimizer must not share a name or a parameter")
    void distinct() {
        RandomState random = new RandomState(1);
        List<ParameterGroup> sameNames = List.of(
                new ParameterGroup(new Linear(2, 3, true, random).namedParameters(), 0),
                new ParameterGroup(new Linear(3, 2, true, random).namedParameters(), 0));
        assertThatThrownBy(() -> new AdamW(sameNames, 0.1, AdamConfig.STANDARD))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("parameter groups must "
                        + "not share a name or a parameter, got weight twice");
        List<ParameterGroup> sameParameter = List.of(tied(),
                new ParameterGroup(Map.of("other", shared), 0));
        assertThatThrownBy(() -> new Sgd(sameParameter, 0.1, 0.9)).hasMessage("parameter groups "
                + "must not share a name or a parameter, got other twice");
    }

    @Test
    @DisplayName("have learning rates of their own")
    void rateFactor() {
        Parameter slow = Parameter.of(Tensor.ones(1));
        Parameter fast = Parameter.of(Tensor.ones(1));
        for (Optimizer optimizer : optimizers(slow, fast)) {
            float slowBefore = slow.item();
            float fastBefore = fast.item();
            optimizer.zeroGrad();
            slow.mul(3).add(fast.mul(3)).sum().backward();
            optimizer.step();
            assertThat(fastBefore - fast.item())
                    .isCloseTo(10 * (slowBefore - slow.item()), within(1e-5f));
        }
    }

    private static List<Optimizer> optimizers(Parameter slow, Parameter fast) {
        List<ParameterGroup> groups = List.of(new ParameterGroup(Map.of("slow", slow), 0),
                new ParameterGroup(Map.of("fast", fast), 0, 10));
        return List.of(new Sgd(groups, 0.01, 0), new Sgd(groups, 0.01, 0.9),
                new Adam(groups, 0.01, AdamConfig.STANDARD),
                new AdamW(groups, 0.01, AdamConfig.LANGUAGE_MODEL));
    }

    @Test
    @DisplayName("leave parameters without a gradient as they are, decay or not")
    void noGradient() {
        for (boolean decoupled : new boolean[] {true, false}) {
            List<ParameterGroup> groups = List.of(new ParameterGroup(Map.of("p", shared), 0.5));
            Optimizer optimizer = decoupled ? new AdamW(groups, 0.1, AdamConfig.STANDARD)
                    : new Adam(groups, 0.1, AdamConfig.STANDARD);
            optimizer.step();
            assertThat(shared.toArray()).containsOnly(1);
            assertThat(optimizer.steps()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("are restored only with moments of the same shapes")
    void restore() {
        Optimizer adam = new Adam(List.of(tied()), 0.1, AdamConfig.STANDARD);
        Map<String, Tensor> state = Map.of("mean.embedding", Tensor.ones(2, 2),
                "square.embedding", Tensor.ones(4));
        assertThatThrownBy(() -> adam.restore(3, state))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("square.embedding must be [2, 2], got [4]");
        assertThat(adam.state().get("mean.embedding").toArray()).containsOnly(0);
        assertThat(adam.steps()).isZero();
        Optimizer sgd = new Sgd(List.of(tied()), 0.1, 0.9);
        assertThatThrownBy(() -> sgd.restore(3, Map.of("velocity.embedding", Tensor.ones(1))))
                .hasMessage("velocity.embedding must be [2, 2], got [1]");
        assertThatThrownBy(() -> sgd.restore(3, Map.of())).hasMessage("an optimizer state must "
                + "hold 1 tensors named after the parameters, got 0");
    }
}
