package llm.tools.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import llm.attention.AttentionConfig;
import llm.format.GgufModel;
import llm.model.CacheSize;
import llm.model.DecoderConfig;
import llm.model.FamilyConfig;
import llm.model.FamilyConfig.Family;
import llm.model.FeedForwardConfig;
import llm.model.Gemma3Config;
import llm.model.GptConfig;
import llm.model.LlamaConfig;
import llm.model.ModelSize;
import llm.model.ModernConfig;
import llm.model.Qwen3Config;
import llm.model.Qwen3MoeConfig;
import llm.pretrain.folder.ModelOutline;
import llm.tensor.backend.DType;
import llm.tensor.file.ElementType;
import llm.text.Tokenizer;
import llm.text.bpe.BpeSettings;
import llm.text.bpe.BpeTokenizer;
import llm.text.pretokenize.AddedToken;
import llm.text.sentencepiece.SentencePieceTokenizer;
import org.jspecify.annotations.Nullable;

/// What `./llm inspect` tells of a model, as JSON.
///
/// @param format         of its folder or file
/// @param parameters     trainable values; `active` ones are used for a token
/// @param memory         about the bytes of the weights, by `--dtype`
/// @param cache          bytes of keys and values in float32
/// @param tokenizer      null where there is none that can be used
/// @param tokenizerFault why there is one that cannot be used; null where there is none such
/// @param supported      commands that work with it
/// @param unsupported    what one might expect to work and does not, with the reason
/// @param passedOver     what its files say that changes nothing, or was ignored as told
record Inspection(String format, String family, Sizes sizes, Parameters parameters,
                  Map<String, Long> memory, Cache cache, @Nullable Vocabulary tokenizer,
                  @Nullable String tokenizerFault, List<String> supported,
                  List<String> unsupported, List<String> passedOver) {

    /// @param ffDim inner width of a feed-forward layer; of each expert, where there are experts
    record Sizes(int vocabSize, int contextLength, int embDim, int layers, int heads, int kvHeads,
                 int headDim, int ffDim, int experts) {
        private static Sizes of(DecoderConfig config) {
            AttentionConfig attention = config.block(0).attention();
            FeedForwardConfig inner = config.block(0).feedForward();
            int ffDim = switch (inner) {
                case FeedForwardConfig.Gelu gelu -> gelu.ffDim();
                case FeedForwardConfig.Gated gated -> gated.ffDim();
                case FeedForwardConfig.Experts experts -> experts.ffDim();
            };
            return new Sizes(config.vocabSize(), config.longestText(), config.embDim(),
                    config.layers(), attention.heads(), attention.kvHeads(), attention.headDim(),
                    ffDim, inner instanceof FeedForwardConfig.Experts e ? e.experts() : 0);
        }
    }

    record Parameters(long all, long active) {}

    /// @param token bytes for one token
    /// @param whole for a text of the whole context
    record Cache(long token, long whole) {}

    /// @param special      special tokens, the first of them if there are many
    /// @param specialCount how many there are
    /// @param chatTemplate whether the files say how conversations are laid out
    record Vocabulary(String kind, int vocabSize, @Nullable String begin, @Nullable String end,
                      List<String> special, int specialCount, boolean chatTemplate) {
        private static final int SHOWN = 12;

        private static Vocabulary of(Tokenizer tokenizer, boolean chatTemplate) {
            List<String> special = switch (tokenizer) {
                case BpeTokenizer bpe -> special(bpe.settings());
                case SentencePieceTokenizer pieces -> special(pieces.settings());
                default -> List.of();
            };
            return new Vocabulary(kind(tokenizer), tokenizer.vocabSize(),
                    tokenizer.beginOfText().stream().mapToObj(tokenizer::token).findFirst()
                            .orElse(null),
                    tokenizer.endOfText().stream().mapToObj(tokenizer::token).findFirst()
                            .orElse(null),
                    special.stream().limit(SHOWN).toList(), special.size(), chatTemplate);
        }

        private static List<String> special(BpeSettings settings) {
            return settings.added().stream().filter(AddedToken::special).map(AddedToken::text)
                    .toList();
        }

        private static String kind(Tokenizer tokenizer) {
            return switch (tokenizer) {
                case BpeTokenizer _ -> "byte-level BPE";
                case SentencePieceTokenizer _ -> "SentencePiece BPE";
                default -> tokenizer.getClass().getSimpleName();
            };
        }
    }

    /// @param notices what was passed over
    static Inspection of(ModelOutline model, List<String> notices) {
        DecoderConfig config = model.config();
        ModelSize size = ModelSize.of(config);
        CacheSize cache = CacheSize.of("", config);
        Map<String, Long> memory = new LinkedHashMap<>();
        for (DType dtype : DType.values()) {
            memory.put(DTypeOption.name(dtype), ModelSize.weightBytes(config, dtype));
        }
        List<String> refusals = refusals(model);
        return new Inspection(model.format(), family(config), Sizes.of(config),
                new Parameters(size.parameters(), size.activeParameters()), memory,
                new Cache(cache.bytesPerToken(ElementType.F32),
                        cache.bytes(config.longestText(), ElementType.F32)),
                model.tokenizer().map(t ->
                        Vocabulary.of(t, model.chatTemplate().isPresent())).orElse(null),
                model.tokenizerFault().orElse(null), supported(model, refusals.isEmpty()),
                refusals, notices);
    }

    private static List<String> refusals(ModelOutline model) {
        return isClassifier(model) ? List.of() : GgufModel.refusal(model).stream()
                .map(reason -> "convert --to gguf, since " + reason).toList();
    }

    private static boolean isClassifier(ModelOutline model) {
        return model.format().contains("classifier");
    }

    private static String family(DecoderConfig config) {
        return switch (config) {
            case GptConfig _ -> "GPT-2";
            case LlamaConfig _ -> "Llama";
            case Qwen3Config _ -> "Qwen3";
            case Qwen3MoeConfig _ -> "Qwen3 with experts";
            case Gemma3Config _ -> "Gemma 3";
            case ModernConfig _ -> "the book's own, after Qwen3";
            case FamilyConfig other -> name(other.family());
        };
    }

    private static String name(Family family) {
        return switch (family) {
            case QWEN2 -> "Qwen2";
            case MISTRAL -> "Mistral";
            case MIXTRAL -> "Mixtral";
            case PHI3 -> "Phi-3";
            case OLMO2 -> "OLMo 2";
            case OLMO3 -> "OLMo 3";
        };
    }

    private static List<String> supported(ModelOutline model, boolean gguf) {
        if (isClassifier(model)) {
            return List.of("classify");
        }
        boolean words = model.tokenizer().isPresent();
        return Stream.of(words ? "generate and next" : "generate and next with --prompt-ids",
                        words ? "chat, serve, eval, report" : "",
                        words && model.format().startsWith("Hugging") ? "finetune" : "",
                        "convert --to hf" + (gguf ? " or gguf" : ""))
                .filter(what -> !what.isEmpty()).collect(Collectors.toList());
    }
}
