package llm.format;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import llm.attention.rotary.RotaryConfig;
import llm.format.gguf.GgufFile;
import llm.format.gguf.GgufValue;
import llm.model.DecoderConfig;
import llm.model.FamilyConfig;
import llm.model.FamilyConfig.Family;
import llm.model.FamilyConfig.Windows;
import llm.model.FeedForwardConfig.Experts;
import llm.model.Gemma3Config;
import llm.model.Gemma3Config.Span;
import llm.model.GptConfig;
import llm.model.LlamaConfig;
import llm.model.LlamaConfig.Biases;
import llm.model.ModernConfig;
import llm.model.Qwen3Config;
import llm.model.Qwen3MoeConfig;
import llm.pretrain.folder.NearFamilies;
import llm.text.files.JsonFile;

/// A model's configuration as settings of a GGUF file, under llama.cpp's names.
final class GgufConfig {
    static final String EMBEDDING = "token_embd.weight";
    static final String HEAD = "output.weight";
    /// Tensors that may be there beside a model's weights.
    static final Set<String> OTHERS =
            Set.of(HEAD, GgufRotary.FACTORS, GgufRotary.SHORT, GgufRotary.LONG);
    private static final String WINDOW = "attention.sliding_window";
    private static final String EXPERTS = "expert_count";
    private static final String CHOSEN = "expert_used_count";
    private static final String WIDTH = "feed_forward_length";
    private static final String EXPERT_WIDTH = "expert_feed_forward_length";
    private static final String QWEN3_MOE = "qwen3moe";
    private static final String PATTERN = "attention.sliding_window_pattern";
    private static final double GEMMA_LOCAL_THETA = 10_000;  // llama.cpp's, like the next two
    private static final int GEMMA_PERIOD = 6;
    private static final int OLMO3_PERIOD = 4;

    private GgufConfig() {
    }

    /// @throws IllegalArgumentException if the architecture is not supported or a setting missing
    static DecoderConfig read(GgufFile file) {
        return JsonFile.naming(file.metadata().file(),
                () -> config(GgufSettings.of(file.metadata()), file));
    }

    private static DecoderConfig config(GgufSettings settings, GgufFile file) {
        requireUsual(settings);
        return switch (settings.architecture()) {
            case "gpt2" -> gpt2(settings, file);
            case "llama" -> settings.whole(EXPERTS, 0) == 0 ? llama(settings, file)
                    : mixtral(settings, file);
            case "qwen2" -> FamilyConfig.of(Family.QWEN2, llama(settings, file));
            case "qwen3" -> new Qwen3Config(llama(settings, file));
            case QWEN3_MOE -> qwen3Moe(settings, file);
            case "phi3" -> phi3(settings, file);
            case "olmo2" -> olmo(settings, file);
            case "gemma3" -> gemma3(settings, file);
            default -> throw new IllegalArgumentException(("%s must be of an architecture gpt2, "
                    + "llama, qwen2, qwen3, qwen3moe, phi3, olmo2 or gemma3, got %s").formatted(
                    file.metadata().file(), settings.architecture())
                    + NearFamilies.of(settings.architecture()).map(near -> "; " + near)
                            .orElse(""));
        };
    }

    /// What llama.cpp can do for some family and ours do not.
    private static void requireUsual(GgufSettings settings) {
        for (String off : List.of("attention.clamp_kqv", "attn_logit_softcapping",
                "final_logit_softcapping", "expert_shared_count", "leading_dense_block_count")) {
            settings.require(off, 0);
        }
    }

    private static GptConfig gpt2(GgufSettings settings, GgufFile file) {
        return GptConfig.builder()
                .vocabSize(file.shape(EMBEDDING).size(0))
                .contextLength(settings.size("context_length"))
                .embDim(settings.size("embedding_length"))
                .heads(settings.size("attention.head_count"))
                .layers(settings.size("block_count"))
                .ffDim(settings.size(WIDTH))
                .tiedHead(tiedHead(file))
                .normEpsilon(settings.real("attention.layer_norm_epsilon", 1e-5))
                .build();
    }

    private static LlamaConfig llama(GgufSettings settings, GgufFile file) {
        int embDim = settings.size("embedding_length");
        int heads = settings.size("attention.head_count");
        int headDim = settings.size("attention.key_length",
                settings.size("rope.dimension_count", embDim / heads));
        int valueDim = settings.size("attention.value_length", headDim);
        if (valueDim != headDim) {
            throw settings.refused("attention.value_length", "headDim=" + headDim, valueDim);
        }
        return LlamaConfig.builder()
                .vocabSize(file.shape(EMBEDDING).size(0))
                .contextLength(settings.size("context_length"))
                .embDim(embDim)
                .heads(heads)
                .kvHeads(settings.size("attention.head_count_kv", heads))
                .headDim(headDim)
                .layers(settings.size("block_count"))
                .ffDim(settings.size(settings.has(EXPERT_WIDTH) && !settings.has(WIDTH)
                        ? EXPERT_WIDTH : WIDTH))
                .rotary(GgufRotary.read(settings, file, headDim))
                .tiedHead(tiedHead(file))
                .normEpsilon(settings.real("attention.layer_norm_rms_epsilon", 1e-6))
                .biases(new Biases(file.names().contains("blk.0.attn_output.bias"),
                        file.names().contains("blk.0.ffn_down.bias")))
                .build();
    }

    private static Qwen3MoeConfig qwen3Moe(GgufSettings settings, GgufFile file) {
        LlamaConfig sizes = llama(settings, file);
        return new Qwen3MoeConfig(sizes, new Experts(settings.size(EXPERTS), settings.size(CHOSEN),
                settings.size(EXPERT_WIDTH)));
    }

    private static FamilyConfig mixtral(GgufSettings settings, GgufFile file) {
        LlamaConfig sizes = llama(settings, file);
        return new FamilyConfig(Family.MIXTRAL, sizes, Optional.empty(), Optional.of(
                new Experts(settings.size(EXPERTS), settings.size(CHOSEN), sizes.ffDim())));
    }

    /// A window counts if it is shorter than the context.
    private static FamilyConfig phi3(GgufSettings settings, GgufFile file) {
        FamilyConfig plain = FamilyConfig.of(Family.PHI3, llama(settings, file));
        int window = settings.whole(WINDOW, 0);
        return window == 0 || window >= plain.contextLength() ? plain : plain.withWindow(window);
    }

    /// OLMo 3 is an OLMo 2 with windows, whose layers are turned without any scaling.
    private static FamilyConfig olmo(GgufSettings settings, GgufFile file) {
        LlamaConfig sizes = llama(settings, file);
        int window = settings.whole(WINDOW, 0);
        return window == 0 ? FamilyConfig.of(Family.OLMO2, sizes)
                : new FamilyConfig(Family.OLMO3, sizes, Optional.of(
                        olmo3Windows(spans(settings, OLMO3_PERIOD, sizes), window, sizes)),
                        Optional.empty());
    }

    private static Windows olmo3Windows(List<Span> spans, int tokens, LlamaConfig sizes) {
        return new Windows(spans, tokens, RotaryConfig.of(sizes.rotary().theta()));
    }

    /// Which layers have a window: every but the nth has, or a list says.
    private static List<Span> spans(GgufSettings settings, int usual, LlamaConfig sizes) {
        if (!settings.isList(PATTERN)) {
            return Gemma3Config.everyNthSeesEverything(settings.size(PATTERN, usual),
                    sizes.layers());
        }
        List<Boolean> windowed = settings.truths(PATTERN);
        if (windowed.size() != sizes.layers()) {
            throw settings.refused(PATTERN, "one value for each of " + sizes.layers() + " layers",
                    windowed.size());
        }
        return windowed.stream().map(each -> each ? Span.WINDOW : Span.EVERYTHING).toList();
    }

    private static Gemma3Config gemma3(GgufSettings settings, GgufFile file) {
        LlamaConfig sizes = llama(settings, file);
        RotaryConfig local = RotaryConfig.of(
                settings.real("rope.freq_base_swa", GEMMA_LOCAL_THETA));
        return new Gemma3Config(sizes, local, spans(settings, GEMMA_PERIOD, sizes),
                settings.size(WINDOW), sizes.headDim());
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
            case Qwen3MoeConfig mixture -> write(QWEN3_MOE, mixture.llama())
                    .put(EXPERTS, mixture.experts().experts())
                    .put(CHOSEN, mixture.experts().chosen())
                    .put(EXPERT_WIDTH, mixture.experts().ffDim()).settings();
            case Gemma3Config gemma3 -> write(gemma3);
            case FamilyConfig family -> write(family);
            case ModernConfig modern -> throw new IllegalArgumentException("a model for a GGUF file "
                    + "must be of a family that llama.cpp knows, got " + modern);
        };
    }

    private static Map<String, GgufValue> write(GptConfig gpt) {
        return new GgufSettings.Draft("gpt2")
                .put("vocab_size", gpt.vocabSize())
                .put("context_length", gpt.contextLength())
                .put("embedding_length", gpt.embDim())
                .put(WIDTH, gpt.ffDim())
                .put("block_count", gpt.layers())
                .put("attention.head_count", gpt.heads())
                .put("attention.layer_norm_epsilon", gpt.normEpsilon()).settings();
    }

    private static Map<String, GgufValue> write(FamilyConfig config) {
        LlamaConfig sizes = config.llama();
        Optional<Windows> windows = config.windows();
        if (config.family() == Family.OLMO3) {
            int tokens = windows.map(Windows::tokens).orElse(0);
            require(tokens > 0 && windows.get().equals(olmo3Windows(
                    Gemma3Config.everyNthSeesEverything(OLMO3_PERIOD, sizes.layers()), tokens,
                    sizes)), "let every "
                    + "fourth layer see everything and scale no positions of the others, got "
                    + windows.map(Windows::toString).orElse("no windows"));
            return write("olmo2", sizes).put(WINDOW, tokens).settings();
        }
        require(windows.isEmpty() || windows.get().tokens() >= sizes.contextLength(), ("have no "
                + "window, which llama.cpp would not apply, or one of %d tokens as its context, "
                + "got %d").formatted(sizes.contextLength(),
                windows.map(Windows::tokens).orElse(0)));
        GgufSettings.Draft draft = write(architecture(config), sizes);
        config.experts().ifPresent(experts ->
                draft.put(EXPERTS, experts.experts()).put(CHOSEN, experts.chosen()));
        if (config.family() == Family.PHI3) {
            draft.put(WINDOW, sizes.contextLength());        // older programs ask for one
        }
        return draft.settings();
    }

    /// What llama.cpp calls a family.
    static String architecture(FamilyConfig config) {
        return switch (config.family()) {
            case QWEN2 -> "qwen2";
            case MISTRAL, MIXTRAL -> "llama";
            case PHI3 -> "phi3";
            case OLMO2, OLMO3 -> "olmo2";
        };
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
        return write("gemma3", sizes).put(WINDOW, gemma3.window()).settings();
    }

    private static GgufSettings.Draft write(String architecture, LlamaConfig sizes) {
        require(architecture.equals("llama") || sizes.biases().equals(Biases.NONE), "be a Llama to "
                + "have biases in its attention, got " + architecture);
        GgufSettings.Draft draft = new GgufSettings.Draft(architecture)
                .put("vocab_size", sizes.vocabSize())
                .put("context_length", sizes.contextLength())
                .put("embedding_length", sizes.embDim())
                .put(WIDTH, sizes.ffDim())
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
        require("model", holds, () -> what);
    }

    /// @param what must hold, and what was found
    static void require(String subject, boolean holds, Supplier<String> what) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "a " + subject + " for a GGUF file must " + what.get());
        }
    }
}
