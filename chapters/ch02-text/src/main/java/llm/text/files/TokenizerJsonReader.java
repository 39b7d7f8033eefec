package llm.text.files;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import llm.text.SpecialTokens;
import llm.text.Tokenizer;
import llm.text.bpe.BpeSettings;
import llm.text.bpe.BpeTokenizer;
import llm.text.pretokenize.AddedToken;

/// Reads Hugging Face's `tokenizer.json`, and `tokenizer_config.json` beside it, for byte-pair
/// tokenizers, whether they are byte-level or of SentencePiece's kind. A setting that would change
/// the ids and that we do not have is an error which names it. Files from before version 0.9 of
/// the library `tokenizers`, such as GPT-2's, lack settings that came later: those are off.
final class TokenizerJsonReader {

    private static final String VERSION_LINE = "#version";   // older lists of merges begin with it

    private final JsonNode root;
    private final TokenizerConfig config;

    private TokenizerJsonReader(JsonNode root, TokenizerConfig config) {
        this.root = root;
        this.config = config;
    }

    static Tokenizer read(Path file) {
        JsonNode root = JsonFile.read(file);
        TokenizerConfig config = TokenizerConfig.beside(file);
        return JsonFile.naming(file, () -> new TokenizerJsonReader(root, config).tokenizer());
    }

    private Tokenizer tokenizer() {
        JsonNode model = root.path("model");
        requireBpe(model);
        requireOff("model.dropout", model.path("dropout"));
        requireOff("model.continuing_subword_prefix", model.path("continuing_subword_prefix"));
        requireOff("model.end_of_word_suffix", model.path("end_of_word_suffix"));
        Map<String, Integer> ids = JsonFile.ids(model.path("vocab"), "model.vocab");
        List<AddedToken> added = addedTokens(ids);
        added.forEach(token -> ids.put(token.text(), token.id()));
        List<String[]> merges = merges(model.path("merges"));
        return isByteLevel(root.path("pre_tokenizer"))
                ? byteLevel(ids, merges, settings(added))
                : new SentencePieceJson(root).read(ids, merges, settings(added));
    }

    private static boolean isByteLevel(JsonNode preTokenizer) {
        boolean byteLevel = preTokenizer.path("type").asText().equals("ByteLevel");
        for (JsonNode step : preTokenizer.path("pretokenizers")) {
            byteLevel |= isByteLevel(step);
        }
        return byteLevel;
    }

    private BpeTokenizer byteLevel(Map<String, Integer> ids, List<String[]> merges,
                                   BpeSettings settings) {
        requireOff("model.byte_fallback", root.path("model").path("byte_fallback"));
        return BpeTokenizer.of(
                ids, merges, new PreTokenizerJson().read(root.path("pre_tokenizer")), settings);
    }

    private BpeSettings settings(List<AddedToken> added) {
        config.requireNoEos();
        Optional<String> first = TemplateJson.read(root.path("post_processor"));
        Optional<String> end = added.stream().map(AddedToken::text)
                .filter(SpecialTokens.END_OF_TEXT::equals).findFirst();
        return new BpeSettings(added,
                first.or(() -> config.token("bos_token", end)),
                config.token("eos_token", end),
                config.addBos(first.isPresent()),
                JsonFile.flag(root.path("model"), "ignore_merges", false),
                NormalizerJson.read(root.path("normalizer")));
    }

    /// The tokens that the file lists as added, and those that only the configuration names.
    private List<AddedToken> addedTokens(Map<String, Integer> vocabulary) {
        List<AddedToken> added = listedTokens();
        for (String end : List.of("bos_token", "eos_token")) {
            config.token(end, Optional.empty())
                    .filter(text -> vocabulary.containsKey(text) && added.stream()
                            .noneMatch(token -> token.text().equals(text)))
                    .ifPresent(text -> added.add(
                            new AddedToken(vocabulary.get(text), text, true)));
        }
        return added;
    }

    private List<AddedToken> listedTokens() {
        List<AddedToken> added = new ArrayList<>();
        for (JsonNode token : JsonFile.elements(root, "added_tokens")) {
            if (!token.path("id").isInt() || !token.path("content").isTextual()) {
                throw new IllegalArgumentException("an added token must have a whole number as id "
                        + "and a text as content, got " + token);
            }
            boolean special = JsonFile.flag(token, "special", false);
            var matching = new AddedToken.Matching(JsonFile.flag(token, "single_word", false),
                    JsonFile.flag(token, "lstrip", false), JsonFile.flag(token, "rstrip", false),
                    JsonFile.flag(token, "normalized", !special));
            added.add(new AddedToken(token.get("id").intValue(), token.get("content").asText(),
                    special, matching));
        }
        return added;
    }

    private static List<String[]> merges(JsonNode list) {
        if (!list.isArray()) {
            throw new IllegalArgumentException(
                    "model.merges must be an array, got " + JsonFile.kind(list));
        }
        List<String[]> merges = new ArrayList<>(list.size());
        for (JsonNode merge : list) {
            if (merge.isTextual() && merge.asText().startsWith(VERSION_LINE)) {
                continue;
            }
            merges.add(merge.size() == 2
                    ? new String[] {merge.get(0).asText(), merge.get(1).asText()}
                    : JsonFile.merge(merge.asText()));
        }
        return merges;
    }

    static boolean isOff(JsonNode value) {
        return value.isMissingNode() || value.isNull() || value.isBoolean() && !value.asBoolean()
                || value.isTextual() && value.asText().isEmpty()
                || value.isNumber() && value.asDouble() == 0;
    }

    static void requireOff(String name, JsonNode value) {
        if (!isOff(value)) {
            throw new IllegalArgumentException(name + " must be off, got " + value);
        }
    }

    /// A model without a type is the one that its parts make it: only byte-pair encoding has
    /// merges.
    private static void requireBpe(JsonNode model) {
        JsonNode type = model.path("type");
        boolean named = !type.isMissingNode() && !type.isNull();
        if (named ? !type.asText().equals("BPE") : !model.has("merges")) {
            throw new IllegalArgumentException("model.type must be \"BPE\", got "
                    + (named ? type : "none and no merges"));
        }
    }

    static IllegalArgumentException unsupported(String name, JsonNode value) {
        return new IllegalArgumentException(
                name + " must be one that this reader knows, got " + value);
    }
}
