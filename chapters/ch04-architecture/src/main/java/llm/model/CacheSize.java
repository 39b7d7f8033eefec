package llm.model;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import llm.attention.AttentionConfig;
import llm.attention.LatentConfig;
import llm.tensor.file.ElementType;

/// What the tokens seen so far take in memory while a model generates, for each way to build its
/// attention. It grows with the text and with every further reader; the weights do not. Of a layer
/// with a window only the window is counted, which is all that must be kept; our own [ModelCache]
/// keeps every token, so that it can be cut back anywhere.
///
/// @param name   of the model or of the way
/// @param layers one for each block
public record CacheSize(String name, List<Layer> layers) {
    private static final int WINDOW = 1_024;

    /// What one block keeps.
    ///
    /// @param width  values for one token
    /// @param window most tokens that it keeps, because it sees no others
    public record Layer(long width, int window) {
        private static final int NO_WINDOW = Integer.MAX_VALUE;

        /// A key and a value for each key/value head.
        private static Layer of(AttentionConfig attention) {
            return new Layer(2L * attention.kvWidth(), attention.window());
        }
    }

    public CacheSize {
        layers = List.copyOf(layers);
    }

    /// A model as it is.
    public static CacheSize of(String name, DecoderConfig config) {
        return new CacheSize(name, config.blocks().stream()
                .map(block -> Layer.of(block.attention())).toList());
    }

    /// Bytes for one token, as long as it is in every window: `Σ width · bytes of a value`.
    public long bytesPerToken(ElementType type) {
        return bytes(1, type);
    }

    /// Bytes for a text of `tokens`: `Σ width · min(tokens, window) · bytes of a value`.
    public long bytes(int tokens, ElementType type) {
        if (tokens < 1) {
            throw new IllegalArgumentException("tokens must be 1 or more, got " + tokens);
        }
        return layers.stream()
                .mapToLong(layer -> layer.width * Math.min(tokens, layer.window)).sum()
                * type.bytes();
    }

    /// A model as it is, and as it would be if its heads kept their keys and values in another way.
    public static List<CacheSize> variants(DecoderConfig config) {
        AttentionConfig own = config.block(0).attention();
        int heads = own.heads();
        int headDim = own.headDim();
        int layers = config.layers();
        int groups = heads / groupSize(heads);
        Layer multiHead = new Layer(2L * heads * headDim, Layer.NO_WINDOW);
        Layer windowed = new Layer(multiHead.width, WINDOW);
        return List.of(of("this model", config),
                same("multi-head, " + heads + " heads", layers, multiHead),
                same("grouped-query, " + groups + " key/value heads", layers,
                        new Layer(2L * groups * headDim, Layer.NO_WINDOW)),
                same("multi-query", layers, new Layer(2L * headDim, Layer.NO_WINDOW)),
                new CacheSize("multi-head, 5 of 6 layers see %,d tokens".formatted(WINDOW),
                        Gemma3Config.everySixthSeesEverything(layers).stream()
                                .map(span -> span == Gemma3Config.Span.WINDOW ? windowed
                                        : multiHead).toList()),
                same("latent", layers, new Layer(LatentConfig.cacheWidth(headDim),
                        Layer.NO_WINDOW)));
    }

    /// How many heads share a key and a value: four, or the next number that divides the heads.
    private static int groupSize(int heads) {
        return IntStream.rangeClosed(4, heads).filter(n -> heads % n == 0).findFirst()
                .orElse(heads);
    }

    private static CacheSize same(String name, int layers, Layer layer) {
        return new CacheSize(name, Collections.nCopies(layers, layer));
    }

    /// Published models, and DeepSeek-V2 for its latents: 60 layers that keep 512 values and a
    /// rotary key of 64. Source of the last: Liu et al. (2024), §3.1.2.
    public static List<CacheSize> published() {
        return List.of(of("GPT-2 small", GptConfig.gpt2Small()),
                of("GPT-2 XL", GptConfig.gpt2Xl()),
                of("Llama 2 7B", LlamaConfig.llama2Of7B()),
                of("Llama 3.2 1B", LlamaConfig.llama32Of1B()),
                of("Qwen3 0.6B", Qwen3Config.of600M()),
                of("Qwen3 30B-A3B", Qwen3MoeConfig.of30B()),
                of("Gemma 3 270M", Gemma3Config.of270M()),
                same("DeepSeek-V2", 60, new Layer(LatentConfig.cacheWidth(128),
                        Layer.NO_WINDOW)));
    }
}
