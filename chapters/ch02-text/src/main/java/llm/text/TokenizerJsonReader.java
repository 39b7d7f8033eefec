package llm.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads Hugging Face's `tokenizer.json`, and `tokenizer_config.json` beside it, for byte-level
/// byte-pair tokenizers. A setting that would change the ids and that we do not have is an error
/// which names it.
final class TokenizerJsonReader {

    private final JsonNode root;
    private final JsonNode config;

    private TokenizerJsonReader(JsonNode root, JsonNode config) {
        this.root = root;
        this.config = config;
    }

    static BpeTokenizer read(Path file) {
        Path configFile = file.resolveSibling("tokenizer_config.json");
        JsonNode root = JsonFile.read(file);
        JsonNode config = Files.exists(configFile) ? JsonFile.read(configFile) : root.path("none");
        return JsonFile.naming(file, () -> new TokenizerJsonReader(root, config).tokenizer());
    }

    private BpeTokenizer tokenizer() {
        JsonNode model = root.path("model");
        requireText("model.type", model.path("type"), "BPE");
        requireOff("model.byte_fallback", model.path("byte_fallback"));
        requireOff("model.dropout", model.path("dropout"));
        requireOff("model.continuing_subword_prefix", model.path("continuing_subword_prefix"));
        requireOff("model.end_of_word_suffix", model.path("end_of_word_suffix"));
        List<AddedToken> added = addedTokens();
        Map<String, Integer> ids = JsonFile.ids(model.path("vocab"), "model.vocab");
        Set<String> addedTexts = new HashSet<>();
        for (AddedToken token : added) {
            ids.put(token.text(), token.id());
            addedTexts.add(token.text());
        }
        BpeVocabulary vocabulary = BpeVocabulary.of(ids, merges(model.path("merges")), addedTexts);
        Splitter splitter = new SplitterJson().read(root.path("pre_tokenizer"));
        return new BpeTokenizer(vocabulary, splitter, settings(added));
    }

    private BpeSettings settings(List<AddedToken> added) {
        Optional<String> first = firstOfTemplate();
        Optional<String> end = added.stream().map(AddedToken::text)
                .filter(BpeSettings.END_OF_TEXT::equals).findFirst();
        Optional<String> bos = first.or(() -> configToken("bos_token"));
        boolean addBos = config.path("add_bos_token").asBoolean(first.isPresent());
        boolean wholePieces = root.path("model").path("ignore_merges").asBoolean(false);
        return new BpeSettings(added,
                config.isMissingNode() ? bos.or(() -> end) : bos,
                config.isMissingNode() ? end : configToken("eos_token"),
                addBos, wholePieces, normalForm(root.path("normalizer")));
    }

    private List<AddedToken> addedTokens() {
        List<AddedToken> added = new ArrayList<>();
        for (JsonNode token : root.path("added_tokens")) {
            String text = token.path("content").asText();
            for (String flag : List.of("lstrip", "rstrip", "single_word")) {
                requireOff("added_tokens \"" + text + "\" " + flag, token.path(flag));
            }
            added.add(new AddedToken(token.path("id").asInt(-1), text,
                    token.path("special").asBoolean()));
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
            merges.add(merge.size() == 2
                    ? new String[] {merge.get(0).asText(), merge.get(1).asText()}
                    : JsonFile.merge(merge.asText()));
        }
        return merges;
    }

    private static Optional<Normalizer.Form> normalForm(JsonNode normalizer) {
        if (isOff(normalizer)) {
            return Optional.empty();
        }
        String type = normalizer.path("type").asText();
        return switch (type) {
            case "NFC" -> Optional.of(Normalizer.Form.NFC);
            case "NFD" -> Optional.of(Normalizer.Form.NFD);
            case "NFKC" -> Optional.of(Normalizer.Form.NFKC);
            case "NFKD" -> Optional.of(Normalizer.Form.NFKD);
            case "Sequence" -> switch (normalizer.path("normalizers").size()) {
                case 0 -> Optional.empty();
                case 1 -> normalForm(normalizer.path("normalizers").get(0));
                default -> throw unsupported("normalizer", normalizer);
            };
            default -> throw unsupported("normalizer", normalizer);
        };
    }

    /// The special token that the post-processor puts before a text, if it does so.
    private Optional<String> firstOfTemplate() {
        JsonNode processor = root.path("post_processor");
        List<JsonNode> steps = new ArrayList<>();
        processor.path("processors").forEach(steps::add);
        if (steps.isEmpty() && !isOff(processor)) {
            steps.add(processor);
        }
        Optional<String> first = Optional.empty();
        for (JsonNode step : steps) {
            if (step.path("type").asText().equals("TemplateProcessing")) {
                first = templateStart(step);
            } else if (!step.path("type").asText().equals("ByteLevel")) {
                throw unsupported("post_processor", step);
            }
        }
        return first;
    }

    private static Optional<String> templateStart(JsonNode template) {
        JsonNode single = template.path("single");
        boolean textOnly = single.size() == 1 && single.get(0).has("Sequence");
        boolean bosAndText = single.size() == 2 && single.get(0).has("SpecialToken")
                && single.get(1).has("Sequence");
        if (!textOnly && !bosAndText) {
            throw unsupported("post_processor", template);
        }
        return textOnly
                ? Optional.empty()
                : Optional.of(single.get(0).path("SpecialToken").path("id").asText());
    }

    /// A token of the configuration, which is written as its text or as an object with `content`.
    private Optional<String> configToken(String name) {
        JsonNode token = config.path(name);
        JsonNode text = token.isObject() ? token.path("content") : token;
        return text.isTextual() ? Optional.of(text.asText()) : Optional.empty();
    }

    static boolean isOff(JsonNode value) {
        return value.isMissingNode() || value.isNull() || value.isBoolean() && !value.asBoolean()
                || value.isTextual() && value.asText().isEmpty();
    }

    static void requireOff(String name, JsonNode value) {
        if (!isOff(value)) {
            throw new IllegalArgumentException(name + " must be off, got " + value);
        }
    }

    private static void requireText(String name, JsonNode value, String wanted) {
        if (!value.asText().equals(wanted)) {
            String got = value.isMissingNode() ? "none" : value.toString();
            throw new IllegalArgumentException(
                    "%s must be \"%s\", got %s".formatted(name, wanted, got));
        }
    }

    static IllegalArgumentException unsupported(String name, JsonNode value) {
        return new IllegalArgumentException(
                name + " must be one that this reader knows, got " + value);
    }
}
