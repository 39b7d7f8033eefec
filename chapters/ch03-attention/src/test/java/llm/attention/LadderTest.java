package llm.attention;

import static llm.attention.Same.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import llm.tensor.Autograd;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each step of the ladder against the one before. Tolerance: 10⁻⁵, rounding in another order.
@DisplayName("The ladder of attention")
class LadderTest {
    private static final double TOLERANCE = 1e-5;
    private final RandomState random = new RandomState(7);

    @Test
    @DisplayName("every row of weights sums to 1, and none looks ahead")
    void rowsSumToOne() {
        Tensor x = random.normal(1, 2, 5, 8);
        AttentionConfig config = AttentionConfig.multiHead(8, 2, 0, true);
        Tensor weights = new SplitMultiHeadAttention(config, random).weights(x);
        for (float sum : weights.sum(-1).toArray()) {
            assertThat(sum).isCloseTo(1f, within(1e-6f));
        }
        for (int query = 0; query < 5; query++) {
            for (int key = query + 1; key < 5; key++) {
                assertThat(weights.at(1, 1, query, key)).isZero();
            }
        }
    }

    @Test
    @DisplayName("self-attention with linear layers is products with plain matrices")
    void linearIsMatrix() {
        SelfAttention attention = new SelfAttention(6, 4, false, random);
        Map<String, Tensor> weights = attention.stateDict();
        Tensor x = random.normal(1, 2, 5, 6);
        Tensor q = x.matmul(weights.get("query.weight").transpose(0, 1));
        Tensor k = x.matmul(weights.get("key.weight").transpose(0, 1));
        Tensor v = x.matmul(weights.get("value.weight").transpose(0, 1));
        Tensor expected = q.matmul(k.transpose(1, 2)).mul(0.5).softmax().matmul(v);
        assertClose(attention.forward(x), expected, TOLERANCE);
    }

    @Test
    @DisplayName("stacked heads are split heads, forward and backward")
    void stackedIsSplit() {
        AttentionConfig config = AttentionConfig.multiHead(12, 3, 0, true);
        SplitMultiHeadAttention split = new SplitMultiHeadAttention(config, random);
        AttentionConfig head = new AttentionConfig(12, 3, 3, 4, 0, true, true);
        StackedMultiHeadAttention stacked = new StackedMultiHeadAttention(head, random);
        stacked.loadStateDict(cutIntoHeads(split.stateDict(), 3, 4));
        Tensor x = random.normal(1, 2, 7, 12);
        Tensor xs = Tensor.of(x.toArray(), 2, 7, 12).requireGrad(true);
        x.requireGrad(true);
        Tensor a = split.forward(x);
        Tensor b = stacked.forward(xs);
        assertClose(b, a, TOLERANCE);
        a.square().sum().backward();
        b.square().sum().backward();
        assertClose(xs.grad(), x.grad(), 1e-4);
    }

    /// Rows `h · headDim …` of a weight of all heads belong to head `h`.
    private static Map<String, Tensor> cutIntoHeads(Map<String, Tensor> all, int heads,
                                                    int headDim) {
        Map<String, Tensor> cut = new LinkedHashMap<>();
        all.forEach((name, values) -> {
            if (name.startsWith("output")) {
                cut.put(name, values);
                return;
            }
            for (int head = 0; head < heads; head++) {
                cut.put("heads." + head + "." + name,
                        values.slice(0, head * headDim, (head + 1) * headDim));
            }
        });
        return cut;
    }

    @ParameterizedTest(name = "{0} heads, {1} key/value heads, {2} tokens")
    @CsvSource({"4, 4, 7", "4, 2, 9", "4, 1, 5", "2, 2, 70", "6, 3, 130", "1, 1, 1"})
    @DisplayName("split heads are the fast form, forward and backward")
    void splitIsFast(int heads, int kvHeads, int tokens) {
        AttentionConfig config = new AttentionConfig(12, heads, kvHeads, 8, 0, true, true);
        SplitMultiHeadAttention split = new SplitMultiHeadAttention(config, random);
        MultiHeadAttention fast = new MultiHeadAttention(config, random);
        fast.loadStateDict(split.stateDict());
        Tensor x = random.normal(1, 2, tokens, 12).requireGrad(true);
        Tensor other = Tensor.of(x.toArray(), 2, tokens, 12).requireGrad(true);
        Tensor upstream = random.normal(1, 2, tokens, 12);
        Tensor a = split.forward(x);
        Tensor b = fast.forward(other);
        assertClose(b, a, TOLERANCE);
        a.backward(upstream);
        b.backward(upstream);
        assertClose(other.grad(), x.grad(), 1e-4);
        split.namedParameters().forEach((name, parameter) -> assertClose(
                fast.namedParameters().get(name).grad(), parameter.grad(), 2e-4));
    }

    @Test
    @DisplayName("a later token changes nothing before it")
    void causal() {
        MultiHeadAttention attention =
                new MultiHeadAttention(AttentionConfig.multiHead(8, 2, 0, true), random);
        Tensor x = random.normal(1, 1, 6, 8);
        float[] changed = x.toArray();
        for (int i = 4 * 8; i < changed.length; i++) {
            changed[i] += 3;
        }
        Tensor before = attention.forward(x).slice(1, 0, 4);
        Tensor after = attention.forward(Tensor.of(changed, 1, 6, 8)).slice(1, 0, 4);
        assertThat(after.toArray()).containsExactly(before.toArray());
    }

    @Test
    @DisplayName("dropout acts in training only, and keeps the mean")
    void dropout() {
        MultiHeadAttention attention =
                new MultiHeadAttention(AttentionConfig.multiHead(8, 2, 0.5, true), random);
        MultiHeadAttention plain =
                new MultiHeadAttention(AttentionConfig.multiHead(8, 2, 0, true), random);
        plain.loadStateDict(attention.stateDict());
        Tensor x = random.normal(1, 1, 4, 8);
        attention.eval();
        assertThat(attention.forward(x).toArray()).containsExactly(plain.forward(x).toArray());
        attention.train();
        float[] sum = new float[4 * 8];
        int draws = 4_000;
        Autograd.noGrad(() -> {
            for (int draw = 0; draw < draws; draw++) {
                float[] values = attention.forward(x).toArray();
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += values[i] / draws;
                }
            }
        });
        assertClose(Tensor.of(sum, 1, 4, 8), plain.forward(x), 0.05);
    }
}
