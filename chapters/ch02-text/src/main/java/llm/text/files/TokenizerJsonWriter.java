package llm.text.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import llm.text.Tokenizer;
import llm.text.bpe.BpeSettings;
import llm.text.bpe.BpeTokenizer;
import llm.text.pretokenize.AddedToken;
import llm.text.sentencepiece.SentencePieceTokenizer;
import org.jspecify.annotations.Nullable;

/// Writes a tokenizer as Hugging Face's `tokenizer.json` and `tokenizer_config.json`, from which
/// its libraries load it and give the same ids.
final class TokenizerJsonWriter {

    private final Tokenizer tokenizer;
    private final BpeSettings settings;
    private final Parts parts;

    /// What differs from one kind of tokenizer to the other.
    ///
    /// @param normalizer    as JSON, or `null` for none
    /// @param preTokenizer  as JSON, or `null` for none
    /// @param decoder       as JSON
    /// @param model         the members of `model` that are not the same for all
    /// @param exactTokens   whether added tokens are found in text before it is normalised, even
    ///                      those that we find afterwards: the spelling that we look for there
    ///                      is one that the file cannot say
    record Parts(@Nullable Map<String, Object> normalizer,
                 @Nullable Map<String, Object> preTokenizer, Map<String, Object> decoder,
                 Map<String, @Nullable Object> model, boolean exactTokens) {
    }

    private TokenizerJsonWriter(Tokenizer tokenizer, BpeSettings settings, Parts parts) {
        this.tokenizer = tokenizer;
        this.settings = settings;
        this.parts = parts;
    }

    /// @throws IllegalArgumentException if it is not a byte-pair tokenizer
    static TokenizerJsonWriter of(Tokenizer tokenizer) {
        return switch (tokenizer) {
            case BpeTokenizer bpe -> new TokenizerJsonWriter(bpe, bpe.settings(), byteLevel(bpe));
            case SentencePieceTokenizer pieces -> new TokenizerJsonWriter(pieces,
                    pieces.settings(), new SentencePieceJsonParts(pieces).parts());
            default -> throw new IllegalArgumentException(
                    "a tokenizer to be saved must be a byte-pair tokenizer, got " + tokenizer);
        };
    }

    private static Parts byteLevel(BpeTokenizer tokenizer) {
        Map<String, @Nullable Object> model = new LinkedHashMap<>();
        model.put("unk_token", null);
        model.put("fuse_unk", false);
        model.put("byte_fallback", false);
        model.put("vocab", Gpt2Files.ids(tokenizer));
        model.put("merges", Gpt2Files.merges(tokenizer));
        return new Parts(NormalizerJson.write(tokenizer.settings().normalizer()),
                new PreTokenizerJson().write(tokenizer.preTokenizer()),
                PreTokenizerJson.byteLevel(true), model, false);
    }

    void write(Path folder) throws IOException {
        JsonFile.write(folder.resolve("tokenizer.json"), tokenizerJson(), true);
        JsonFile.write(folder.resolve(TokenizerConfig.FILE), config(), true);
    }

    private Map<String, @Nullable Object> tokenizerJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("version", "1.0");
        json.put("truncation", null);
        json.put("padding", null);
        json.put("added_tokens", settings.added().stream().map(this::addedToken).toList());
        json.put("normalizer", parts.normalizer);
        json.put("pre_tokenizer", parts.preTokenizer);
        json.put("post_processor", postProcessor());
        json.put("decoder", parts.decoder);
        json.put("model", model());
        return json;
    }

    private Map<String, Object> addedToken(AddedToken token) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", token.id());
        json.put("content", token.text());
        json.put("single_word", token.matching().wholeWord());
        json.put("lstrip", token.matching().spaceBefore());
        json.put("rstrip", token.matching().spaceAfter());
        json.put("normalized", token.matching().inNormalText() && !parts.exactTokens);
        json.put("special", token.special());
        return json;
    }

    private Map<String, @Nullable Object> model() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("type", "BPE");
        json.put("dropout", null);
        json.put("continuing_subword_prefix", null);
        json.put("end_of_word_suffix", null);
        json.put("ignore_merges", settings.wholePieces());
        json.putAll(parts.model);
        return json;
    }

    private @Nullable Map<String, Object> postProcessor() {
        Map<String, Object> template = settings.addBos()
                ? TemplateJson.write(settings.bos().orElseThrow(), settings.bosId().orElseThrow())
                : null;
        if (tokenizer instanceof SentencePieceTokenizer) {
            return template;
        }
        Map<String, Object> byteLevel = PreTokenizerJson.byteLevel(true);
        return template == null ? byteLevel
                : NormalizerJson.object("Sequence", "processors", List.of(byteLevel, template));
    }

    private Map<String, @Nullable Object> config() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("tokenizer_class", "PreTrainedTokenizerFast");
        json.put("add_prefix_space", false);
        json.put("clean_up_tokenization_spaces", false);
        json.put("add_bos_token", settings.addBos());
        json.put("bos_token", settings.bos().orElse(null));
        json.put("eos_token", settings.eos().orElse(null));
        if (parts.model.get("unk_token") instanceof String unknown) {
            json.put("unk_token", unknown);
        }
        List<String> others = new ArrayList<>();
        for (AddedToken token : settings.added()) {
            if (token.special() && !json.containsValue(token.text())) {
                others.add(token.text());
            }
        }
        json.put("additional_special_tokens", others);
        return json;
    }
}
