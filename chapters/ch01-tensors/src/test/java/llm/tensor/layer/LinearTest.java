package llm.tensor.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.function.UnaryOperator;
import llm.tensor.Parameter;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.optim.AdamConfig;
import llm.tensor.optim.AdamW;
import llm.tensor.optim.ParameterGroup;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A linear layer")
class LinearTest {
    private final RandomState random = new RandomState(5);
    private final Tensor x = random.normal(1, 2, 3);

    /// Two layers, of which the second may share the first one's weight.
    private static final class Pair extends Layer {
        private final Linear first = child("parts.0", new Linear(3, 3, true, new RandomState(1)));
        private final Linear second = child("parts.1", Linear.sharing(first.weight()));

        private Tensor forward(Tensor x) {
            return second.forward(first.forwardGelu(x));
        }
    }

    /// `base(x) + gain · x`
    private static final class Skip extends Adapter {
        private final Parameter gain = parameter("gain", Tensor.full(0.5, 3));

        @Override
        public Tensor forward(Tensor x, UnaryOperator<Tensor> base) {
            return base.apply(x).add(x.mul(gain));
        }
    }

    @Test
    @DisplayName("is found in a model by its path")
    void paths() {
        Pair pair = new Pair();
        assertThat(pair.linears().keySet()).containsExactly("parts.0", "parts.1");
        assertThat(pair.linear("parts.1")).isSameAs(pair.second);
        assertThat(pair.namedParameters().keySet())
                .containsExactly("parts.0.weight", "parts.0.bias");
        assertThatThrownBy(() -> pair.linear("parts.2")).hasMessage(
                "a path must lead to a linear layer, [parts.0, parts.1], got parts.2");
    }

    @Test
    @DisplayName("computes with a layer around it, whose parameters have a name of their own")
    void wrapped() {
        Pair pair = new Pair();
        float[] plain = pair.forward(x).toArray();
        pair.linear("parts.0").wrap("skip", new Skip());
        Linear first = pair.first;
        Tensor inner = x.matmulTransposed(first.weight()).add(first.bias()).add(x.mul(0.5));
        assertThat(pair.forward(x).toArray()).usingComparatorWithPrecision(1e-6f)
                .containsExactly(inner.gelu().matmulTransposed(first.weight()).toArray());
        assertThat(pair.namedParameters().keySet()).containsExactly("parts.0.weight",
                "parts.0.bias", "parts.0.skip.gain");
        assertThatThrownBy(() -> first.wrap("another", new Skip())).hasMessage(
                "a linear layer must have no adapter to be wrapped, got skip");
        first.unwrap();
        assertThat(pair.forward(x).toArray()).isEqualTo(plain);
        assertThat(pair.namedParameters()).hasSize(2);
    }

    @Test
    @DisplayName("is replaced by one of another width, which has its own weight from then on")
    void replaced() {
        Pair pair = new Pair();
        Linear wide = new Linear(3, 7, true, random);
        pair.linear("parts.1").replaceBy(wide);
        assertThat(pair.forward(x).toArray())
                .isEqualTo(wide.forward(pair.first.forwardGelu(x)).toArray());
        assertThat(pair.namedParameters().keySet()).containsExactly("parts.0.weight",
                "parts.0.bias", "parts.1.weight", "parts.1.bias");
        assertThatThrownBy(() -> pair.second.replaceBy(new Linear(4, 7, true, random))).hasMessage(
                "a linear layer must be replaced by one of in=3 inputs, got 4");
    }

    @Test
    @DisplayName("that is frozen gets neither gradient nor moments, and lets gradients through")
    void frozen() {
        Pair pair = new Pair();
        pair.first.wrap("skip", new Skip());
        pair.freeze();
        pair.first.adapter().orElseThrow().unfreeze();
        assertThat(pair.trainableParameters().keySet()).containsExactly("parts.0.skip.gain");
        AdamW adam = new AdamW(ParameterGroup.decayMatrices(pair.namedParameters(), 0.1), 0.1,
                AdamConfig.STANDARD);
        assertThat(adam.state().keySet())
                .containsExactly("mean.parts.0.skip.gain", "square.parts.0.skip.gain");
        float[] weight = pair.first.weight().toArray();
        pair.forward(x).sum().backward();
        adam.step();
        assertThat(pair.first.weight().hasGrad()).isFalse();
        assertThat(pair.first.weight().toArray()).isEqualTo(weight);
        assertThat(pair.namedParameters().get("parts.0.skip.gain").toArray())
                .doesNotContain(0.5f);
    }

    @Test
    @DisplayName("can be saved and loaded without the rest of its model")
    void partialState() {
        Pair pair = new Pair();
        Pair other = new Pair();
        pair.first.wrap("skip", new Skip());
        other.first.wrap("skip", new Skip());
        pair.namedParameters().get("parts.0.skip.gain").copyFrom(Tensor.full(2, 3));
        Map<String, Tensor> state = pair.stateDict(name -> name.contains("skip"));
        assertThat(state.keySet()).containsExactly("parts.0.skip.gain");
        other.loadPartialState(state);
        assertThat(other.forward(x).toArray()).isEqualTo(pair.forward(x).toArray());
        assertThatThrownBy(() -> new Pair().loadPartialState(state)).hasMessage("a state must have "
                + "names of the model's parameters, got parts.0.skip.gain");
        assertThatThrownBy(() -> other.loadPartialState(
                Map.of("parts.0.skip.gain", Tensor.zeros(4))))
                .hasMessage("parts.0.skip.gain must be [3], got [4]");
    }
}
