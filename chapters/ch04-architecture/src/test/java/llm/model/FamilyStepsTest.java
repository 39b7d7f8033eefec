package llm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import llm.attention.AttentionConfig;
import llm.attention.AttentionConfig.HeadNorm;
import llm.attention.CausalMask;
import llm.attention.Heads;
import llm.attention.MultiHeadAttention;
import llm.attention.rotary.RotaryConfig;
import llm.model.BlockConfig.NormPlace;
import llm.model.FeedForwardConfig.Gate;
import llm.model.FeedForwardConfig.Gated;
import llm.tensor.IntTensor;
import llm.tensor.Operations;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.layer.Initializer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The smaller steps between the families, one at a time; the larger ones are in [LlamaStepsTest].
/// Tolerance: 10⁻⁵, rounding in another order.
@DisplayName("From family to family:")
class FamilyStepsTest {
    private static final int WIDTH = 12;
    private static final int TOKENS = 7;
    private final RandomState random = new RandomState(3);
    private final Tensor x = random.normal(1, 2, TOKENS, WIDTH);

    private static void assertClose(Tensor got, Tensor want) {
        assertThat(got.shape()).isEqualTo(want.shape());
        assertThat(got.toArray()).containsExactly(want.toArray(), within(1e-5f));
    }

    private static MultiHeadAttention attention(AttentionConfig config) {
        return new MultiHeadAttention(config, new RandomState(1));
    }

    @Test
    @DisplayName("no bias is a bias of 0, and another bias is not")
    void biases() {
        MultiHeadAttention without = attention(AttentionConfig.builder(WIDTH, 2).headDim(6).outBias(true).build());
        MultiHeadAttention with = attention(AttentionConfig.multiHead(WIDTH, 2, 0, true));
        Map<String, Tensor> state = with.stateDict();
        state.putAll(without.stateDict());
        for (String layer : new String[] {"query", "key", "value"}) {
            state.put(layer + ".bias", Tensor.zeros(WIDTH));
        }
        with.loadStateDict(state);
        assertThat(with.forward(x).toArray()).isEqualTo(without.forward(x).toArray());
        state.put("value.bias", Tensor.ones(WIDTH));
        with.loadStateDict(state);
        assertThat(with.forward(x).toArray()).isNotEqualTo(without.forward(x).toArray());
    }

    @Test
    @DisplayName("a tied head is an embedding and a head that are alike and learn together")
    void tiedHead() {
        DecoderModel tied = new DecoderModel(GptConfig.of(50, 16, WIDTH, 2, 1), 1);
        DecoderModel untied = new DecoderModel(
                GptConfig.of(50, 16, WIDTH, 2, 1).withUntiedHead(), 2);
        Map<String, Tensor> state = tied.stateDict();
        state.put("head.weight", tied.head().weight().detach());
        untied.loadStateDict(state);
        IntTensor ids = IntTensor.of(new RandomState(4).ints(14, 0, 50).toArray(), 2, TOKENS);
        assertThat(untied.forward(ids).toArray()).isEqualTo(tied.forward(ids).toArray());
        tied.loss(ids, ids).backward();
        untied.loss(ids, ids).backward();
        assertClose(tied.head().weight().grad(), untied.head().weight().grad()
                .add(untied.tokenEmbedding().weight().grad()));
        assertThat(untied.parameterCount() - tied.parameterCount()).isEqualTo(50 * WIDTH);
    }

    @Test
    @DisplayName("with normalised heads it does not matter how large queries and keys are")
    void headNorm() {
        AttentionConfig plain = AttentionConfig.rotary(WIDTH, 2, 1, 6, RotaryConfig.of(10_000));
        MultiHeadAttention normed = attention(plain.withHeadNorm(1e-9, 0));
        assertClose(normed.forward(x.mul(3)), normed.forward(x).mul(3));   // the values are larger
        MultiHeadAttention without = attention(plain);
        assertThat(without.forward(x.mul(3)).toArray())
                .isNotEqualTo(without.forward(x).mul(3).toArray());
    }

    @Test
    @DisplayName("normalised all as one, heads keep how large they are beside each other")
    void allAsOne() {
        AttentionConfig plain = AttentionConfig.builder(WIDTH, 2).headDim(6).build();
        MultiHeadAttention normed = attention(plain.toBuilder()
                .headNorm(new HeadNorm(1e-9, 0, true)).build());
        MultiHeadAttention by = attention(plain);
        Tensor q = by.query().forward(x);                    // (batch, tokens, 12)
        Tensor k = by.key().forward(x);
        Tensor scores = Heads.split(unit(q), 2)
                .matmulTransposed(Heads.split(unit(k), 2)).mul(1 / Math.sqrt(6));
        assertClose(normed.weights(x), CausalMask.softmax(scores));
        assertThat(normed.queryNorm().weight().size(0)).isEqualTo(12);
        assertClose(normed.forward(x.mul(3)), normed.forward(x).mul(3));
    }

    /// `x / √mean(x²)` over the last axis.
    private static Tensor unit(Tensor x) {
        float[] values = x.toArray();
        int width = x.size(2);
        for (int from = 0; from < values.length; from += width) {
            double squares = 0;
            for (int i = from; i < from + width; i++) {
                squares += values[i] * values[i];
            }
            for (int i = from; i < from + width; i++) {
                values[i] /= (float) Math.sqrt(squares / width);
            }
        }
        return Tensor.of(values, x.shape(), x.backend());
    }

    @Test
    @DisplayName("norms behind the layers see what these add to the residual, and nothing else")
    void normsBehind() {
        AttentionConfig heads = AttentionConfig.rotary(WIDTH, 2, 1, 6, RotaryConfig.of(10_000));
        TransformerBlock block = new TransformerBlock(new BlockConfig(heads,
                new Gated(20, Gate.SILU), new NormConfig.Rms(1e-6, 0), NormPlace.AFTER, 0), random,
                Initializer.normal(0.5, random));
        Tensor y = x.add(block.attentionNormAfter().forward(block.attention().forward(x)));
        assertClose(block.forward(x), y.add(block.feedForwardNormAfter().forward(
                block.feedForward().forward(y))));
        assertThatThrownBy(block::attentionNorm).hasMessage(
                "the block must have a norm in this place, got one without");
    }

    @Test
    @DisplayName("a window hides what is further back, and nothing if it is as long as the text")
    void window() {
        AttentionConfig plain = AttentionConfig.builder(WIDTH, 2).headDim(6).build();
        assertThat(attention(plain.withWindow(TOKENS)).forward(x).toArray())
                .isEqualTo(attention(plain).forward(x).toArray());
        MultiHeadAttention onlyItself = attention(plain.withWindow(1));
        assertClose(onlyItself.forward(x), onlyItself.output().forward(
                onlyItself.value().forward(x)));
        MultiHeadAttention three = attention(plain.withWindow(3));
        Tensor changed = Operations.concat(1, x.slice(1, 0, 1).mul(5), x.slice(1, 1, TOKENS));
        assertThat(three.forward(changed).slice(1, 3, TOKENS).toArray())
                .isEqualTo(three.forward(x).slice(1, 3, TOKENS).toArray());
        assertThat(three.forward(changed).slice(1, 2, 3).toArray())
                .isNotEqualTo(three.forward(x).slice(1, 2, 3).toArray());
    }

    @Test
    @DisplayName("double norms stand before and behind each layer, inside the residual")
    void doubleNorms() {
        AttentionConfig heads = AttentionConfig.rotary(WIDTH, 2, 1, 6, RotaryConfig.of(10_000));
        BlockConfig config = new BlockConfig(heads, new Gated(20, Gate.GELU),
                new NormConfig.Rms(1e-6, 1), NormPlace.BOTH, 0);
        TransformerBlock block = new TransformerBlock(config, random,
                Initializer.normal(0.5, random));
        block.attentionNormAfter().loadStateDict(Map.of("weight", random.normal(1, WIDTH)));
        block.feedForwardNormAfter().loadStateDict(Map.of("weight", random.normal(1, WIDTH)));
        Tensor y = x.add(block.attentionNormAfter().forward(
                block.attention().forward(block.attentionNorm().forward(x))));
        Tensor want = y.add(block.feedForwardNormAfter().forward(
                block.feedForward().forward(block.feedForwardNorm().forward(y))));
        assertClose(block.forward(x), want);
    }
}
