package llm.tensor.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import llm.tensor.IntTensor;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Modules")
class LayerTest {
    private final RandomState random = new RandomState(1);

    /// An embedding whose table is the head too.
    private final class Tied extends Layer {
        private final Embedding embedding = child("embedding", new Embedding(5, 4, random));
        private final List<Linear> layers = children("layers",
                List.of(new Linear(4, 4, true, random), new Linear(4, 4, false, random)));

        Tied() {
            parameter("head", embedding.weight());
        }
    }

    @Test
    @DisplayName("name their parameters by path, and count a shared one once")
    void names() {
        Tied model = new Tied();
        assertThat(model.namedParameters().keySet()).containsExactly("head", "embedding.weight",
                "layers.0.weight", "layers.0.bias", "layers.1.weight");
        assertThat(model.parameters()).hasSize(4);
        assertThat(model.parameterCount()).isEqualTo(20 + 16 + 4 + 16);
        assertThat(model.layers).hasSize(2);
    }

    @Test
    @DisplayName("copy states, and refuse one that does not fit")
    void states() {
        Linear a = new Linear(3, 2, true, random);
        Linear b = new Linear(3, 2, true, random);
        b.loadStateDict(a.stateDict());
        Tensor x = random.normal(1, 4, 3);
        assertThat(b.forward(x).toArray()).isEqualTo(a.forward(x).toArray());
        assertThatThrownBy(() -> b.loadStateDict(Map.of("weight", Tensor.zeros(2, 3),
                "gain", Tensor.zeros(2)))).hasMessage("a state must have the model's parameters, "
                + "got one without [bias] and with unknown [gain]");
        assertThatThrownBy(() -> b.loadStateDict(Map.of("weight", Tensor.zeros(3, 2),
                "bias", Tensor.zeros(2)))).hasMessage("weight must be [2, 3], got [3, 2]");
    }

    @Test
    @DisplayName("of 2-30-20-2 neurons have 752 parameters, as the course counts")
    void courseCount() {
        assertThat(new Linear(2, 30, true, random).parameterCount()
                + new Linear(30, 20, true, random).parameterCount()
                + new Linear(20, 2, true, random).parameterCount()).isEqualTo(752);
    }

    @Test
    @DisplayName("compute what their formulas say")
    void layers() {
        Tensor x = Tensor.of(new float[] {1, 2, 3, 6}, 1, 4);            // mean 3, variance 3.5
        float[] normed = new LayerNorm(4, 0).forward(x).toArray();
        assertThat(normed[3]).isCloseTo((float) (3 / Math.sqrt(3.5)), within(1e-6f));
        float[] scaled = new RmsNorm(4, 0).forward(x).toArray();         // mean square 12.5
        assertThat(scaled[3]).isCloseTo((float) (6 / Math.sqrt(12.5)), within(1e-6f));
        Embedding embedding = new Embedding(5, 4, random);
        assertThat(embedding.forward(IntTensor.of(new int[] {3}, 1)).toArray())
                .isEqualTo(embedding.weight().slice(0, 3, 4).toArray());
        assertThat(new Gelu(Gelu.Form.EXACT).forward(Tensor.of(new float[] {1}, 1)).item())
                .isCloseTo(0.8413447f, within(1e-6f));
        assertThat(new Gelu(Gelu.Form.TANH).forward(Tensor.of(new float[] {1}, 1)).item())
                .isCloseTo(0.8411920f, within(1e-6f));
        assertThat(new Silu().forward(Tensor.of(new float[] {1}, 1)).item())
                .isCloseTo(0.7310586f, within(1e-6f));
        assertThat(new MeanSquaredError().loss(Tensor.of(new float[] {1, 2}, 2),
                Tensor.of(new float[] {3, 2}, 2)).item()).isEqualTo(2);
        assertThat(new CrossEntropyLoss().loss(Tensor.zeros(2, 4), IntTensor.of(new int[] {1, 3}, 2))
                .item()).isCloseTo((float) Math.log(4), within(1e-6f));
    }

    @Test
    @DisplayName("drop out in training only")
    void modes() {
        Dropout dropout = new Dropout(0.5, random);
        Tensor x = Tensor.ones(100);
        assertThat(dropout.forward(x).toArray()).contains(0f, 2f);
        dropout.eval();
        assertThat(dropout.forward(x)).isSameAs(x);
        dropout.train();
        assertThat(dropout.training()).isTrue();
        assertThatThrownBy(() -> new Linear(3, 2, true, random).forward(Tensor.zeros(2, 4)))
                .hasMessage("x must be (..., in=3), got x=[2, 4], weight=[2, 3]");
    }
}
