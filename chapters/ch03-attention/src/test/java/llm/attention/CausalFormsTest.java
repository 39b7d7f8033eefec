package llm.attention;

import static llm.attention.Same.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import llm.tensor.Autograd;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Every form of causal attention")
class CausalFormsTest {
    private final RandomState random = new RandomState(7);

    static Stream<Form> forms() {
        return Form.all(AttentionConfig.multiHead(8, 2, 0, true), new RandomState(3));
    }

    static Stream<Form> formsWithDropout() {
        return Form.all(AttentionConfig.multiHead(8, 2, 0.5, true), new RandomState(3));
    }

    static Stream<Form> formsWithoutBias() {
        return Form.all(AttentionConfig.builder(2, 1).build(), new RandomState(3));
    }

    static Stream<Form> formsWithTwoHeads() {
        return Form.multiHead(AttentionConfig.builder(2, 2).build(),
                new RandomState(3));
    }

    static Stream<Form> formsWithSharedKeys() {
        return Form.grouped(AttentionConfig.builder(2, 2).kvHeads(1).build(), new RandomState(3));
    }

    private static final Tensor THREE_TOKENS = Tensor.of(new float[] {1, 0, 0, 1, 1, 1}, 1, 3, 2);

    @ParameterizedTest
    @MethodSource("formsWithoutBias")
    @DisplayName("gives what a hand computes for three tokens and one head")
    void oneHeadByHand(Form form) {
        loadIdentity(form);
        // scores/√2: (.71), (0 .71), (.71 .71 1.41); e^.7071 = 2.0281, e^1.4142 = 4.1133
        Tensor expected = Tensor.of(new float[] {
            1, 0,
            0.33024f, 0.66976f,
            0.75174f, 0.75174f}, 1, 3, 2);
        assertClose(form.forward().apply(THREE_TOKENS), expected, 2e-5);
    }

    @ParameterizedTest
    @MethodSource("formsWithTwoHeads")
    @DisplayName("gives what a hand computes for two heads of one value")
    void twoHeadsByHand(Form form) {
        loadIdentity(form);
        // head 0 sees 1, 0, 1: scores (1), (0 0), (1 0 1); head 1 sees 0, 1, 1
        Tensor expected = Tensor.of(new float[] {
            1, 0,
            0.5f, 0.73106f,
            0.84464f, 0.84464f}, 1, 3, 2);
        assertClose(form.forward().apply(THREE_TOKENS), expected, 2e-5);
    }

    @ParameterizedTest
    @MethodSource("formsWithSharedKeys")
    @DisplayName("gives what a hand computes for two heads that share key and value")
    void sharedKeysByHand(Form form) {
        loadIdentity(form);
        // both heads find and take 1, 0, 1; head 1 asks with 0, 1, 1
        Tensor expected = Tensor.of(new float[] {
            1, 1,
            0.5f, 0.73106f,
            0.84464f, 0.84464f}, 1, 3, 2);
        assertClose(form.forward().apply(THREE_TOKENS), expected, 2e-5);
    }

    /// Every weight the identity; single heads and shared keys take their rows of it.
    private static void loadIdentity(Form form) {
        Map<String, Tensor> state = new LinkedHashMap<>();
        form.module().stateDict().forEach((name, values) -> {
            int from = name.startsWith("heads.1") ? 1 : 0;
            state.put(name, Same.identity(2).slice(0, from, from + values.size(0)));
        });
        form.module().loadStateDict(state);
    }

    @ParameterizedTest
    @MethodSource("forms")
    @DisplayName("lets a later token change nothing before it")
    void causal(Form form) {
        Tensor x = random.normal(1, 1, 6, 8).requireGrad(true);
        float[] changed = x.toArray();
        for (int i = 4 * 8; i < changed.length; i++) {
            changed[i] += 3;
        }
        Tensor before = form.forward().apply(x).slice(1, 0, 4);
        Tensor after = form.forward().apply(Tensor.of(changed, 1, 6, 8)).slice(1, 0, 4);
        assertThat(after.toArray()).containsExactly(before.toArray());
        before.square().sum().backward();
        assertThat(x.grad().slice(1, 4, 6).toArray()).containsOnly(0);
        assertThat(x.grad().slice(1, 3, 4).toArray()).doesNotContain(0);
    }

    @ParameterizedTest
    @MethodSource("forms")
    @DisplayName("has rows of weights that sum to 1 and do not look ahead, where it shows them")
    void weights(Form form) {
        UnaryOperator<Tensor> show = form.weights();
        if (show == null) {
            assertThat(form.module()).isInstanceOf(MultiHeadAttention.class);
            return;
        }
        Tensor weights = show.apply(random.normal(1, 2, 5, 8));
        for (float sum : weights.sum(-1).toArray()) {
            assertThat(sum).isCloseTo(1f, within(1e-6f));
        }
        float[] values = weights.toArray();
        for (int i = 0; i < values.length; i++) {
            int query = i / 5 % 5;
            int key = i % 5;
            assertThat(values[i] == 0).as("query %d, key %d", query, key).isEqualTo(key > query);
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    @DisplayName("treats the sequences of a batch apart")
    void batchIndependence(Form form) {
        Tensor x = random.normal(1, 3, 6, 8);
        Tensor second = form.forward().apply(x.slice(0, 1, 2));
        assertClose(form.forward().apply(x).slice(0, 1, 2), second, 1e-6);
    }

    @ParameterizedTest
    @MethodSource("forms")
    @DisplayName("refuses another width or rank, naming what it got")
    void shapes(Form form) {
        assertThatThrownBy(() -> form.forward().apply(Tensor.zeros(2, 5, 7)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("x must be (batch, tokens, embDim=8), got [2, 5, 7]");
        assertThatThrownBy(() -> form.forward().apply(Tensor.zeros(5, 8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("x must be (batch, tokens, embDim=8), got [5, 8]");
    }

    @ParameterizedTest
    @MethodSource("formsWithDropout")
    @DisplayName("drops weights in training only, and keeps the mean")
    void dropout(Form form) {
        Tensor x = random.normal(1, 1, 4, 8);
        form.module().eval();
        Tensor plain = form.forward().apply(x);
        assertThat(form.forward().apply(x).toArray()).containsExactly(plain.toArray());
        form.module().train();
        assertThat(form.forward().apply(x).toArray()).isNotEqualTo(plain.toArray());
        Tensor sum = Tensor.zeros(plain.shape().toArray());
        int draws = 2_000;                                   // standard error about 0.01
        Autograd.noGrad(() -> {
            for (int draw = 0; draw < draws; draw++) {
                sum.addInPlace(form.forward().apply(x));
            }
        });
        assertClose(sum.div(draws), plain, 0.04);
    }
}
