package llm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import llm.attention.AttentionConfig;
import llm.attention.MultiHeadAttention;
import llm.attention.rotary.RotaryConfig;
import llm.model.FeedForwardConfig.Gate;
import llm.model.FeedForwardConfig.Gated;
import llm.model.FamilyConfig.Family;
import llm.model.Gemma3Config.Span;
import llm.tensor.Autograd;
import llm.tensor.IntTensor;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.file.ElementType;
import llm.tensor.layer.Initializer;
import llm.tensor.layer.LayerNorm;
import llm.tensor.layer.RmsNorm;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The way from GPT-2 to Llama, one step at a time.
@DisplayName("From GPT-2 to Llama:")
class LlamaStepsTest {
    private static final int WIDTH = 12;
    private static final int TOKENS = 7;
    private final RandomState random = new RandomState(3);
    private final Tensor x = random.normal(1, 2, TOKENS, WIDTH);

    private static void assertClose(Tensor got, Tensor want, double tolerance) {
        assertThat(got.shape()).isEqualTo(want.shape());
        float[] w = want.toArray();
        float[] g = got.toArray();
        for (int i = 0; i < w.length; i++) {
            assertThat((double) g[i]).as("at %d", i).isCloseTo(w[i], within(tolerance));
        }
    }

    @Test
    @DisplayName("RMSNorm is LayerNorm for vectors whose mean is 0, and differs for others")
    void norms() {
        Tensor centred = x.sub(x.mean(-1).reshape(2, TOKENS, 1));
        RmsNorm rms = new RmsNorm(WIDTH, 1e-5);
        LayerNorm layer = new LayerNorm(WIDTH, 1e-5);
        assertClose(rms.forward(centred), layer.forward(centred), 1e-6);
        assertThat(rms.forward(x).toArray()).isNotEqualTo(layer.forward(x).toArray());
    }

    @Test
    @DisplayName("SwiGLU is down(silu(gate(x)) · up(x)), GeGLU has GELU in silu's place")
    void gates() {
        for (Gate gate : Gate.values()) {
            GatedFeedForward layer = new GatedFeedForward(WIDTH, new Gated(20, gate),
                    Initializer.normal(0.5, random));
            Tensor inner = x.matmul(layer.gate().weight().transpose(0, 1));
            Tensor open = gate == Gate.SILU ? inner.mul(inner.sigmoid()) : inner.gelu();
            Tensor want = open.mul(x.matmul(layer.up().weight().transpose(0, 1)))
                    .matmul(layer.output().weight().transpose(0, 1));
            assertClose(layer.forward(x), want, 1e-5);
        }
    }

    private static AttentionConfig rotary(RotaryConfig positions, int kvHeads) {
        return AttentionConfig.rotary(WIDTH, 2, kvHeads, 6, positions);
    }

    @Test
    @DisplayName("rotary positions make the order of earlier tokens matter")
    void order() {
        Tensor swapped = Autograd.noGrad(() -> llm.tensor.Operations.concat(1, x.slice(1, 1, 2),
                x.slice(1, 0, 1), x.slice(1, 2, TOKENS)));
        AttentionConfig plain = AttentionConfig.builder(WIDTH, 2).headDim(6).build();
        Tensor last = lastOf(new MultiHeadAttention(plain, new RandomState(1)), x);
        assertClose(lastOf(new MultiHeadAttention(plain, new RandomState(1)), swapped), last, 1e-6);
        AttentionConfig rotated = rotary(RotaryConfig.of(10_000), 2);
        assertThat(lastOf(new MultiHeadAttention(rotated, new RandomState(1)), swapped).toArray())
                .isNotEqualTo(lastOf(new MultiHeadAttention(rotated, new RandomState(1)), x)
                        .toArray());
    }

    private static Tensor lastOf(MultiHeadAttention attention, Tensor x) {
        return attention.forward(x).slice(1, TOKENS - 1, TOKENS);
    }

    @Test
    @DisplayName("both layouts of rotary pairs are one model with the rows of q and k reordered")
    void layouts() {
        RotaryConfig positions = RotaryConfig.of(10_000);
        MultiHeadAttention halves = new MultiHeadAttention(rotary(positions, 1),
                new RandomState(1));
        MultiHeadAttention interleaved = new MultiHeadAttention(
                rotary(positions.interleaved(), 1), new RandomState(1));
        Tensor before = halves.forward(x);
        assertThat(interleaved.forward(x).toArray()).isNotEqualTo(before.toArray());
        for (var pair : List.of(List.of(halves.query(), interleaved.query()),
                List.of(halves.key(), interleaved.key()))) {
            pair.get(1).weight().copyFrom(interleave(pair.get(0).weight()));
        }
        assertClose(interleaved.forward(x), before, 1e-6);
    }

    /// In each head row `i` becomes row `2i` and row `i + 3` becomes row `2i + 1`.
    private static Tensor interleave(Tensor weight) {
        int heads = weight.size(0) / 6;
        return Autograd.noGrad(() -> weight.reshape(heads, 2, 3, WIDTH).transpose(1, 2)
                .reshape(heads * 6, WIDTH));
    }

    @Test
    @DisplayName("one key/value head for all is as many heads that are alike")
    void sharedKeys() {
        MultiHeadAttention shared = new MultiHeadAttention(
                rotary(RotaryConfig.of(10_000), 1), new RandomState(1));
        MultiHeadAttention own = new MultiHeadAttention(
                rotary(RotaryConfig.of(10_000), 2), new RandomState(2));
        own.query().weight().copyFrom(shared.query().weight());
        own.output().weight().copyFrom(shared.output().weight());
        own.key().weight().copyFrom(twice(shared.key().weight()));
        own.value().weight().copyFrom(twice(shared.value().weight()));
        assertClose(own.forward(x), shared.forward(x), 1e-6);
    }

    private static Tensor twice(Tensor weight) {
        return Autograd.noGrad(() -> llm.tensor.Operations.concat(0, weight, weight));
    }

    static List<DecoderConfig> families() {
        LlamaConfig llama = new LlamaConfig(50, 16, WIDTH, 4, 2, 6, 3, 20,
                RotaryConfig.of(10_000), true, 1e-5);
        return List.of(llama, new Qwen3Config(llama),
                new Qwen3MoeConfig(llama, new FeedForwardConfig.Experts(5, 2, 8)),
                new ModernConfig(new Qwen3Config(llama), true, true),
                llama.toBuilder().biases(new LlamaConfig.Biases(true, true)).build(),
                FamilyConfig.of(Family.QWEN2, llama),
                FamilyConfig.of(Family.MISTRAL, llama).withWindow(4),
                new FamilyConfig(Family.MIXTRAL, llama, Optional.empty(),
                        Optional.of(new FeedForwardConfig.Experts(4, 2, 8))),
                FamilyConfig.of(Family.PHI3, llama), FamilyConfig.of(Family.OLMO2, llama),
                new FamilyConfig(Family.OLMO3, llama, Optional.of(new FamilyConfig.Windows(
                        List.of(Span.WINDOW, Span.EVERYTHING), 3, RotaryConfig.of(1_000))),
                        Optional.empty()),
                new Gemma3Config(llama,
                RotaryConfig.of(1_000), List.of(Span.WINDOW, Span.EVERYTHING, Span.WINDOW), 3, 9));
    }

    @Test
    @DisplayName("every family scores with a cache what it scores without")
    void cached() {
        for (DecoderConfig config : families()) {
            DecoderModel model = new DecoderModel(config, 1);
            IntTensor ids = IntTensor.of(new RandomState(4).ints(24, 0, 50).toArray(), 2, 12);
            Tensor logits = Autograd.noGrad(() -> model.forward(ids));
            ModelCache cache = model.newCache(2, 12);
            int seen = 0;
            for (int tokens : new int[] {5, 1, 1, 3, 1, 1}) {
                int[] next = new int[2 * tokens];
                System.arraycopy(ids.values(), seen, next, 0, tokens);
                System.arraycopy(ids.values(), 12 + seen, next, tokens, tokens);
                seen += tokens;
                assertClose(model.nextLogits(IntTensor.of(next, 2, tokens), cache),
                        logits.slice(1, seen - 1, seen).reshape(2, 50), 1e-5);
            }
        }
    }

    @ParameterizedTest(name = "{0} heads of keys and values")
    @CsvSource({"8, 131072", "2, 32768"})
    @DisplayName("the cache shrinks with the key/value heads:")
    void cacheBytes(int kvHeads, long bytes) {
        LlamaConfig config = new LlamaConfig(50, 16, 512, 8, kvHeads, 64, 32, 20,
                RotaryConfig.of(10_000), true, 1e-5);
        assertThat(CacheSize.of("shared", config).bytesPerToken(ElementType.F32)).isEqualTo(bytes);
    }

    @Test
    @DisplayName("the published sizes have the published numbers of parameters")
    void published() {
        assertThat(ModelSize.of(LlamaConfig.llama2Of7B()).parameters()).isEqualTo(6_738_415_616L);
        assertThat(ModelSize.of(LlamaConfig.llama32Of1B()).parameters()).isEqualTo(1_235_814_400L);
        assertThat(ModelSize.of(Qwen3Config.of600M()).parameters()).isEqualTo(596_049_920L);
        assertThat(ModelSize.of(Qwen3MoeConfig.of30B()).parameters()).isEqualTo(30_532_122_624L);
        assertThat(ModelSize.of(Gemma3Config.of270M()).parameters()).isEqualTo(268_098_176L);
        assertThat(ModelSize.of(FamilyConfig.qwen25Of500M()).parameters()).isEqualTo(494_032_768L);
        assertThat(ModelSize.of(FamilyConfig.mistralOf7B()).parameters()).isEqualTo(7_241_732_096L);
        assertThat(ModelSize.of(FamilyConfig.mixtralOf8x7B()))
                .returns(46_702_792_704L, ModelSize::parameters)
                .returns(12_879_925_248L, ModelSize::activeParameters);
        assertThat(ModelSize.of(FamilyConfig.phi3Mini()).parameters()).isEqualTo(3_821_079_552L);
        assertThat(ModelSize.of(FamilyConfig.olmo2Of1B()).parameters()).isEqualTo(1_484_916_736L);
    }
}
