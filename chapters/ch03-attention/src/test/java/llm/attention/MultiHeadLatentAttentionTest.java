package llm.attention;

import static llm.attention.Same.assertClose;
import static llm.attention.Same.identity;
import static llm.attention.Same.leaf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import llm.attention.rotary.RotaryConfig;
import llm.tensor.Autograd;
import llm.tensor.Operations;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tolerances: 10⁻⁵ forward and 10⁻⁴ backward, rounding in another order.
@DisplayName("Multi-head latent attention")
class MultiHeadLatentAttentionTest {
    private static final int EMB_DIM = 12;
    private static final int HEADS = 3;
    private static final int HEAD_DIM = 4;
    private static final RotaryConfig ROTARY = RotaryConfig.of(100);
    private final RandomState random = new RandomState(5);

    private static LatentConfig config(int latentDim, int rotaryDim) {
        return new LatentConfig(EMB_DIM, HEADS, HEAD_DIM, latentDim, rotaryDim, ROTARY);
    }

    @ParameterizedTest(name = "a latent of {0}")
    @ValueSource(ints = {2, 5, 12, 20})
    @DisplayName("deaf to positions is multi-head attention with keys and values of low rank:")
    void isMultiHead(int latentDim) {
        LatentConfig config = config(latentDim, 2);
        MultiHeadLatentAttention latent = new MultiHeadLatentAttention(config, random);
        silence(latent, "queryRotary.weight");
        MultiHeadAttention plain = new MultiHeadAttention(
                AttentionConfig.builder(EMB_DIM, HEADS).headDim(HEAD_DIM).build()
                        .withScale(config.scale()), random);
        Map<String, Tensor> state = new LinkedHashMap<>();
        for (String shared : new String[] {"query.weight", "output.weight"}) {
            state.put(shared, latent.stateDict().get(shared));
        }
        for (String made : new String[] {"key.weight", "value.weight"}) {
            state.put(made, latent.stateDict().get(made)     // (heads · headDim, latentDim)
                    .matmul(latent.stateDict().get("compress.weight")));
        }
        plain.loadStateDict(state);
        assertSame(latent, plain);
    }

    @Test
    @DisplayName("with a latent as wide as a token can be any multi-head attention")
    void canBeMultiHead() {
        LatentConfig config = config(EMB_DIM, 2);
        MultiHeadAttention plain = new MultiHeadAttention(
                AttentionConfig.builder(EMB_DIM, HEADS).headDim(HEAD_DIM).build()
                        .withScale(config.scale()), random);
        MultiHeadLatentAttention latent = new MultiHeadLatentAttention(config, random);
        Map<String, Tensor> state = latent.stateDict();
        state.putAll(plain.stateDict());
        state.put("compress.weight", identity(EMB_DIM));
        state.put("queryRotary.weight", Tensor.zeros(HEADS * 2, EMB_DIM));
        latent.loadStateDict(state);
        assertSame(latent, plain);
    }

    @Test
    @DisplayName("that looks at positions only is rotary multi-query attention")
    void isMultiQuery() {
        LatentConfig config = config(HEAD_DIM, HEAD_DIM);
        MultiHeadLatentAttention latent = new MultiHeadLatentAttention(config, random);
        silence(latent, "query.weight");
        Map<String, Tensor> state = latent.stateDict();
        state.put("value.weight", Operations.concat(0, identity(HEAD_DIM), identity(HEAD_DIM),
                identity(HEAD_DIM)));                        // every head's value is the latent
        latent.loadStateDict(state);
        MultiHeadAttention plain = new MultiHeadAttention(
                AttentionConfig.rotary(EMB_DIM, HEADS, 1, HEAD_DIM, ROTARY)
                        .withScale(config.scale()), random);
        plain.loadStateDict(Map.of("query.weight", state.get("queryRotary.weight"),
                "key.weight", state.get("keyRotary.weight"),
                "value.weight", state.get("compress.weight"),
                "output.weight", state.get("output.weight")));
        assertSame(latent, plain);
    }

    private static void silence(MultiHeadLatentAttention attention, String weight) {
        Map<String, Tensor> state = attention.stateDict();
        state.put(weight, Tensor.zeros(state.get(weight).shape().toArray()));
        attention.loadStateDict(state);
    }

    private void assertSame(MultiHeadLatentAttention latent, MultiHeadAttention plain) {
        Tensor x = random.normal(1, 2, 7, EMB_DIM).requireGrad(true);
        Tensor same = leaf(x);
        Tensor y = latent.forward(x);
        Tensor want = plain.forward(same);
        assertClose(y, want, 1e-5);
        Tensor g = random.normal(1, 2, 7, EMB_DIM);
        y.backward(g);
        want.backward(g);
        assertClose(x.grad(), same.grad(), 1e-4);
    }

    @Test
    @DisplayName("has the values and gradients of the formula in double precision")
    void formula() {
        LatentConfig config = new LatentConfig(6, 2, 3, 4, 2, ROTARY);
        MultiHeadLatentAttention latent = new MultiHeadLatentAttention(config, random);
        Tensor x = random.normal(1, 1, 5, 6).requireGrad(true);
        Map<String, double[]> weights = new LinkedHashMap<>();
        latent.stateDict().forEach((name, weight) ->
                weights.put(name.replace(".weight", ""), doubles(weight)));
        double[][] rows = new double[5][];
        for (int token = 0; token < rows.length; token++) {
            rows[token] = doubles(x.slice(1, token, token + 1));
        }
        LatentFormula formula = new LatentFormula(config, rows, weights);
        Tensor y = latent.forward(x);
        Tensor g = random.normal(1, 1, 5, 6);
        y.backward(g);
        for (int token = 0; token < rows.length; token++) {
            assertAgree(y.slice(1, token, token + 1), formula.forward()[token]);
            assertAgree(x.grad().slice(1, token, token + 1),
                    formula.differences(rows[token], g.toArray()));
        }
        latent.namedParameters().forEach((name, weight) -> assertAgree(weight.grad(),
                formula.differences(weights.get(name.replace(".weight", "")), g.toArray())));
    }

    private static double[] doubles(Tensor x) {
        float[] values = x.toArray();
        double[] result = new double[values.length];
        Arrays.setAll(result, i -> values[i]);
        return result;
    }

    private static void assertAgree(Tensor got, double[] want) {
        assertThat(doubles(got)).containsExactly(want, within(1e-4));
    }

    @Test
    @DisplayName("token by token or in chunks gives what the whole sequence gives")
    void cached() {
        LatentConfig config = config(5, 6);
        MultiHeadLatentAttention latent = new MultiHeadLatentAttention(config, random);
        Tensor x = random.normal(1, 2, 10, EMB_DIM);
        Tensor whole = latent.forward(x);
        for (int[] chunks : new int[][] {{1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, {4, 1, 3, 2}, {10}}) {
            LatentCache cache = new LatentCache(2, 16, config);
            int from = 0;
            for (int tokens : chunks) {
                int start = from;
                Tensor part = Autograd.noGrad(() ->
                        latent.forward(x.slice(1, start, start + tokens), cache));
                from += tokens;
                assertThat(cache.length()).isEqualTo(from);
                assertClose(part, whole.slice(1, start, from), 1e-5);
            }
        }
    }

    @Test
    @DisplayName("refuses other shapes, and says which")
    void shapes() {
        LatentConfig config = config(5, 2);
        MultiHeadLatentAttention latent = new MultiHeadLatentAttention(config, random);
        assertThatThrownBy(() -> latent.forward(Tensor.zeros(2, 3, 11)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("x must be (batch, tokens, embDim=12), got [2, 3, 11]");
        assertThatThrownBy(() -> latent.forward(Tensor.zeros(2, 3, EMB_DIM),
                new LatentCache(1, 8, config)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("new tokens must be (batch=1, tokens, latentDim + rotaryDim=7), "
                        + "got [2, 3, 7]");
        assertThatThrownBy(() -> config(5, 3)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rotaryDim must be even to make pairs, got 3");
    }

    @Test
    @DisplayName("of DeepSeek-V2 keeps 576 values of a token where multi-head would keep 32,768")
    void published() {
        LatentConfig config = LatentConfig.of(5_120, 128, 128, RotaryConfig.of(10_000));
        assertThat(config.cacheWidth()).isEqualTo(576);
        assertThat(2 * AttentionConfig.rotary(5_120, 128, 128, 128, ROTARY).kvWidth())
                .isEqualTo(32_768);
    }
}
