package llm.format;

import java.util.Map;
import llm.attention.rotary.RotaryConfig;
import llm.format.gguf.GgufFile;
import llm.format.gguf.GgufValue;
import llm.model.DecoderConfig;
import llm.model.Gemma3Config;
import llm.model.GptConfig;
import llm.model.LlamaConfig;
import llm.model.ModernConfig;
import llm.model.Qwen3Config;
import llm.model.Qwen3MoeConfig;

/// A model's configuration as settings of a GGUF file, under llama.cpp's names.
final class GgufConfig {
    private static final String EMBEDDING = "token_embd.weight";
    static final String HEAD = "output.weight";
    private static final double GEMMA_LOCAL_THETA = 10_000;  // llama.cpp's

    private GgufConfig() {
    }

    /// @throws IllegalArgumentException if the architecture is not supported or a setting missing
    static DecoderConfig read(GgufFile file) {
        GgufSettings settings = GgufSettings.of(file.metadata());
        return switch (settings.architecture()) {
            case "gpt2" -> gpt2(settings, file);
            case "llama" -> llama(settings, file);
            case "qwen3" -> new Qwen3Config(llama(settings, file));
            case "gemma3" -> gemma3(settings, file);
            default -> throw new IllegalArgumentException(("%s must be of an architecture gpt2, "
                    + "llama, qwen3 or gemma3, got %s").formatted(file.metadata().file(),
                    settings.architecture()));
        };
    }

    private static GptConfig gpt2(GgufSettings settings, GgufFile file) {
        return GptConfig.builder()
                .vocabSize(file.shape(EMBEDDING).size(0))
                .contextLength(settings.whole("context_length"))
                .embDim(settings.whole("embedding_length"))
                .heads(settings.whole("attention.head_count"))
                .layers(settings.whole("block_count"))
                .ffDim(settings.whole("feed_forward_length"))
                .tiedHead(tiedHead(file))
                .normEpsilon(settings.real("attention.layer_norm_epsilon", 1e-5))
                .build();
    }

    private static LlamaConfig llama(GgufSettings settings, GgufFile file) {
        int embDim = settings.whole("embedding_length");
        int heads = settings.whole("attention.head_count");
        int headDim = settings.whole("attention.key_length",
                settings.whole("rope.dimension_count", embDim / heads));
        return LlamaConfig.builder()
                .vocabSize(file.shape(EMBEDDING).size(0))
                .contextLength(settings.whole("context_length"))
                .embDim(embDim)
                .heads(heads)
                .kvHeads(settings.whole("attention.head_count_kv", heads))
                .headDim(headDim)
                .layers(settings.whole("block_count"))
                .ffDim(settings.whole("feed_forward_length"))
                .rotary(GgufRotary.read(settings, file, headDim))
                .tiedHead(tiedHead(file))
                .normEpsilon(settings.real("attention.layer_norm_rms_epsilon", 1e-6))
                .build();
    }

    private static Gemma3Config gemma3(GgufSettings settings, GgufFile file) {
        LlamaConfig sizes = llama(settings, file);
        RotaryConfig local = RotaryConfig.of(
                settings.real("rope.freq_base_swa", GEMMA_LOCAL_THETA));
        return new Gemma3Config(sizes, local, Gemma3Config.everyNthSeesEverything(
                settings.whole("attention.sliding_window_pattern", 6), sizes.layers()),
                settings.whole("attention.sliding_window"), sizes.headDim());
    }

    /// Whether there is no head, or one with the very bytes of the embedding.
    private static boolean tiedHead(GgufFile file) {
        return !file.names().contains(HEAD) || file.type(HEAD) == file.type(EMBEDDING)
                && file.bytes(HEAD).mismatch(file.bytes(EMBEDDING)) < 0;
    }

    /// @throws IllegalArgumentException if llama.cpp has no setting for what the model does
    static Map<String, GgufValue> write(DecoderConfig config) {
        return switch (config) {
            case GptConfig gpt -> write(gpt);
            case LlamaConfig llama -> write("llama", llama).settings();
            case Qwen3Config qwen3 -> write("qwen3", qwen3.llama()).settings();
            case Qwen3MoeConfig mixture -> throw new IllegalArgumentException("a model for a GGUF "
                    + "file must have one feed-forward layer in a block, got "
                    + mixture.experts());
            case Gemma3Config gemma3 -> write(gemma3);
            case ModernConfig modern -> throw new IllegalArgumentException("a model for a GGUF file "
                    + "must be of a family that llama.cpp knows, got " + modern);
        };
    }

    private static Map<String, GgufValue> write(GptConfig gpt) {
        return new GgufSettings.Draft("gpt2")
                .put("context_length", gpt.contextLength())
                .put("embedding_length", gpt.embDim())
                .put("feed_forward_length", gpt.ffDim())
                .put("block_count", gpt.layers())
                .put("attention.head_count", gpt.heads())
                .put("attention.layer_norm_epsilon", gpt.normEpsilon()).settings();
    }

    private static Map<String, GgufValue> write(Gemma3Config gemma3) {
        LlamaConfig sizes = gemma3.llama();
        require(gemma3.spans().equals(Gemma3Config.everySixthSeesEverything(sizes.layers())),
                "let every sixth layer see everything, got " + gemma3.spans());
        require(gemma3.localRotary().equals(RotaryConfig.of(GEMMA_LOCAL_THETA)),
                "turn windowed layers by theta " + GEMMA_LOCAL_THETA + ", got "
                        + gemma3.localRotary());
        require(gemma3.queryScalar() == sizes.headDim(), "divide scores by the root of headDim="
                + sizes.headDim() + ", got query_pre_attn_scalar=" + gemma3.queryScalar());
        return write("gemma3", sizes).put("attention.sliding_window", gemma3.window()).settings();
    }

    private static GgufSettings.Draft write(String architecture, LlamaConfig sizes) {
        GgufSettings.Draft draft = new GgufSettings.Draft(architecture)
                .put("vocab_size", sizes.vocabSize())
                .put("context_length", sizes.contextLength())
                .put("embedding_length", sizes.embDim())
                .put("feed_forward_length", sizes.ffDim())
                .put("block_count", sizes.layers())
                .put("attention.head_count", sizes.heads())
                .put("attention.head_count_kv", sizes.kvHeads())
                .put("attention.key_length", sizes.headDim())
                .put("attention.value_length", sizes.headDim())
                .put("attention.layer_norm_rms_epsilon", sizes.normEpsilon());
        GgufRotary.write(draft, sizes);
        return draft;
    }

    static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException("a model for a GGUF file must " + what);
        }
    }
}
