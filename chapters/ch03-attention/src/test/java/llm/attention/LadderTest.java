package llm.attention;

import static llm.attention.Same.assertClose;
import static llm.attention.Same.identity;
import static llm.attention.Same.leaf;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each step of the ladder against the one before, in reading order. Tolerances: 10⁻⁵ forward and
/// 10⁻⁴ backward, rounding in another order.
@DisplayName("The ladder of attention")
class LadderTest {
    private static final double FORWARD = 1e-5;
    private static final double BACKWARD = 1e-4;
    private final RandomState random = new RandomState(7);

    @Test
    @DisplayName("self-attention that asks with √headDim · x is simple attention")
    void selfIsSimple() {
        SelfAttention self = new SelfAttention(4, 4, false, random);
        self.loadStateDict(Map.of("query.weight", identity(4).mul(2),    // 2 = √4
                "key.weight", identity(4), "value.weight", identity(4)));
        Tensor x = random.normal(1, 2, 5, 4).requireGrad(true);
        Tensor same = leaf(x);
        Tensor g = random.normal(1, 2, 5, 4);
        assertSame(self.forward(x), x, new SimpleSelfAttention().forward(same), same, g);
    }

    @Test
    @DisplayName("causal attention is self-attention that has not yet seen the rest")
    void causalIsSelfOfEveryPrefix() {
        CausalSelfAttention causal =
                new CausalSelfAttention(AttentionConfig.builder(6, 1).headDim(4)
                        .qkvBias(true).outBias(true).build(), random);
        SelfAttention self = new SelfAttention(6, 4, true, random);
        self.loadStateDict(causal.stateDict());
        Tensor x = random.normal(1, 2, 5, 6).requireGrad(true);
        Tensor same = leaf(x);
        Tensor g = random.normal(1, 2, 5, 4);
        Tensor whole = causal.forward(x);
        for (int token = 0; token < 5; token++) {
            Tensor prefix = self.forward(same.slice(1, 0, token + 1)).slice(1, token, token + 1);
            assertClose(prefix, whole.slice(1, token, token + 1), FORWARD);
            prefix.backward(g.slice(1, token, token + 1));
        }
        whole.backward(g);
        assertClose(x.grad(), same.grad(), BACKWARD);
        assertClose(Form.gradients(causal), Form.gradients(self), BACKWARD);
    }

    @Test
    @DisplayName("one stacked head under an output that changes nothing is causal attention")
    void stackedIsCausal() {
        AttentionConfig config = AttentionConfig.builder(6, 1).qkvBias(true).build();
        CausalSelfAttention head = new CausalSelfAttention(config, random);
        StackedMultiHeadAttention stacked = new StackedMultiHeadAttention(config, random);
        Map<String, Tensor> state = Form.cutIntoHeads(head.stateDict(), config);
        state.put("output.weight", identity(6));
        stacked.loadStateDict(state);
        Tensor x = random.normal(1, 2, 5, 6).requireGrad(true);
        Tensor same = leaf(x);
        assertThat(stacked.weights(x).reshape(2, 5, 5).toArray())
                .containsExactly(head.weights(x).toArray());
        Tensor g = random.normal(1, 2, 5, 6);
        assertSame(stacked.forward(x), x, head.forward(same), same, g);
    }

    @Test
    @DisplayName("split heads are stacked heads")
    void splitIsStacked() {
        AttentionConfig config = AttentionConfig.multiHead(12, 3, 0, true);
        SplitMultiHeadAttention split = new SplitMultiHeadAttention(config, random);
        StackedMultiHeadAttention stacked = new StackedMultiHeadAttention(config, random);
        stacked.loadStateDict(Form.cutIntoHeads(split.stateDict(), config));
        Tensor x = random.normal(1, 2, 7, 12).requireGrad(true);
        Tensor same = leaf(x);
        assertClose(split.weights(x), stacked.weights(x), FORWARD);
        Tensor g = random.normal(1, 2, 7, 12);
        assertSame(split.forward(x), x, stacked.forward(same), same, g);
        assertClose(Form.cutIntoHeads(Form.gradients(split), config), Form.gradients(stacked),
                BACKWARD);
    }

    @ParameterizedTest(name = "{0} key/value heads for 4 heads")
    @CsvSource({"4", "2", "1"})
    @DisplayName("heads that share keys and values are split heads with equal ones")
    void groupedIsSplit(int kvHeads) {
        GroupedQueryAttention grouped = new GroupedQueryAttention(
                AttentionConfig.builder(12, 4).kvHeads(kvHeads)
                        .qkvBias(true).outBias(true).build(), random);
        SplitMultiHeadAttention split = new SplitMultiHeadAttention(
                AttentionConfig.multiHead(12, 4, 0, true), random);
        Map<String, Tensor> state = new LinkedHashMap<>();
        grouped.stateDict().forEach((name, values) -> state.put(name, isShared(name)
                ? perHead(values, kvHeads) : values));
        split.loadStateDict(state);
        Tensor x = random.normal(1, 2, 7, 12).requireGrad(true);
        Tensor same = leaf(x);
        assertClose(grouped.weights(x), split.weights(x), FORWARD);
        Tensor g = random.normal(1, 2, 7, 12);
        assertSame(grouped.forward(x), x, split.forward(same), same, g);
        Map<String, Tensor> gradients = Form.gradients(split);
        gradients.replaceAll((name, values) -> isShared(name) ? perGroup(values, kvHeads) : values);
        assertClose(Form.gradients(grouped), gradients, BACKWARD);
    }

    private static boolean isShared(String name) {
        return name.startsWith("key") || name.startsWith("value");
    }

    /// Rows of `kvHeads` heads → rows of 4 heads of 3 values.
    private static Tensor perHead(Tensor rows, int kvHeads) {
        int columns = (int) (rows.elements() / (kvHeads * 3));
        Tensor all = rows.reshape(kvHeads, 1, 3 * columns)
                .broadcastTo(kvHeads, 4 / kvHeads, 3 * columns);
        return rows.rank() == 1 ? all.reshape(4 * 3) : all.reshape(4 * 3, columns);
    }

    /// The gradient of a shared row is the sum over the heads that share it.
    private static Tensor perGroup(Tensor rows, int kvHeads) {
        int columns = (int) (rows.elements() / (4 * 3));
        Tensor sum = rows.reshape(kvHeads, 4 / kvHeads, 3 * columns).sum(1);
        return rows.rank() == 1 ? sum.reshape(kvHeads * 3) : sum.reshape(kvHeads * 3, columns);
    }

    @ParameterizedTest(name = "{0} heads, {1} key/value heads, {2} tokens")
    @CsvSource({"4, 4, 7", "4, 2, 9", "4, 1, 5", "2, 2, 70", "6, 3, 130", "1, 1, 1"})
    @DisplayName("the fast form is the grouped one")
    void fastIsGrouped(int heads, int kvHeads, int tokens) {
        AttentionConfig config = AttentionConfig.builder(12, heads).kvHeads(kvHeads).headDim(8)
                .qkvBias(true).outBias(true).build();
        GroupedQueryAttention grouped = new GroupedQueryAttention(config, random);
        MultiHeadAttention fast = new MultiHeadAttention(config, random);
        fast.loadStateDict(grouped.stateDict());
        Tensor x = random.normal(1, 2, tokens, 12).requireGrad(true);
        Tensor same = leaf(x);
        Tensor g = random.normal(1, 2, tokens, 12);
        assertSame(fast.forward(x), x, grouped.forward(same), same, g);
        assertClose(Form.gradients(fast), Form.gradients(grouped), 2 * BACKWARD);
    }

    private static void assertSame(Tensor got, Tensor input, Tensor want, Tensor wantInput,
                                   Tensor g) {
        assertClose(got, want, FORWARD);
        got.backward(g);
        want.backward(g);
        assertClose(input.grad(), wantInput.grad(), BACKWARD);
    }
}
