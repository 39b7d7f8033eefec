package llm.model;

import java.util.List;
import java.util.stream.IntStream;
import llm.attention.AttentionConfig;
import llm.attention.rotary.RotaryConfig;
import llm.model.BlockConfig.NormPlace;
import llm.model.FeedForwardConfig.Gate;

/// Sizes and options of a Gemma 3 text model: Llama with normalised heads, a second norm behind
/// each layer, a GELU gate, scaled embeddings, and most layers seeing a window of the last tokens
/// only. Source: Gemma Team (2025), "Gemma 3 technical report", §2.
///
/// @param llama       sizes; its `rotary` rotates the heads of layers that see everything
/// @param localRotary rotates the heads of layers with a window
/// @param spans       what each layer sees
/// @param window      tokens in the window, the token itself included
/// @param queryScalar scores are divided by its square root
public record Gemma3Config(LlamaConfig llama, RotaryConfig localRotary, List<Span> spans,
                           int window, double queryScalar) implements LlamaVariant {

    /// How far back a layer sees.
    public enum Span { WINDOW, EVERYTHING }

    public Gemma3Config {
        spans = List.copyOf(spans);
        if (spans.size() != llama.layers() || window < 1 || !(queryScalar > 0)) {
            throw new IllegalArgumentException(("spans must name layers=%d layers, window be 1 or "
                    + "more and queryScalar above 0, got %d, %d and %s").formatted(llama.layers(),
                    spans.size(), window, queryScalar));
        }
    }

    /// 268,098,176 parameters. Source: Google's published configuration.
    public static Gemma3Config of270M() {
        return new Gemma3Config(LlamaConfig.builder().vocabSize(262_144).contextLength(32_768)
                .embDim(640).heads(4).kvHeads(1).headDim(256).layers(18).ffDim(2_048)
                .rotary(RotaryConfig.of(1_000_000)).tiedHead(true).normEpsilon(1e-6).build(),
                RotaryConfig.of(10_000), everySixthSeesEverything(18), 512, 256);
    }

    /// Five layers with a window, then one without, and again.
    public static List<Span> everySixthSeesEverything(int layers) {
        return everyNthSeesEverything(6, layers);
    }

    /// The same with `n` in six's place.
    public static List<Span> everyNthSeesEverything(int n, int layers) {
        return IntStream.rangeClosed(1, layers)
                .mapToObj(layer -> layer % n == 0 ? Span.EVERYTHING : Span.WINDOW).toList();
    }

    @Override
    public Gemma3Config withSizes(LlamaConfig sizes) {
        return new Gemma3Config(sizes, localRotary, spans, window, queryScalar);
    }

    /// The pattern of what layers see goes on where there are more of them.
    @Override
    public Gemma3Config resized(int newVocabSize, int newLayers) {
        List<Span> more = IntStream.range(0, newLayers)
                .mapToObj(layer -> spans.get(layer % spans.size())).toList();
        return new Gemma3Config(llama.resized(newVocabSize, newLayers), localRotary, more, window,
                queryScalar);
    }

    @Override
    public BlockConfig block(int layer) {
        boolean windowed = spans.get(layer) == Span.WINDOW;
        AttentionConfig attention = AttentionConfig.rotary(llama.embDim(), llama.heads(),
                        llama.kvHeads(), llama.headDim(), windowed ? localRotary : llama.rotary())
                .withHeadNorm(llama.normEpsilon(), 1)
                .withScale(1 / Math.sqrt(queryScalar));
        return new BlockConfig(windowed ? attention.withWindow(window) : attention,
                new FeedForwardConfig.Gated(llama.ffDim(), Gate.GELU),
                new NormConfig.Rms(llama.normEpsilon(), 1), NormPlace.BOTH, 0);
    }

    /// `√embDim`, in float32.
    @Override
    public double embeddingScale() {
        return (float) Math.sqrt(llama.embDim());
    }
}
