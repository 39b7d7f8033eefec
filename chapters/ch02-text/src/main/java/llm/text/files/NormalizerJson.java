package llm.text.files;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import llm.text.pretokenize.CharacterMap;
import llm.text.pretokenize.OnigurumaRegex;
import llm.text.pretokenize.TextNormalizer;
import org.jspecify.annotations.Nullable;

/// Normalizers in the form in which `tokenizer.json` holds them, its `normalizer`.
final class NormalizerJson {

    private NormalizerJson() {
    }

    static TextNormalizer read(JsonNode json) {
        List<TextNormalizer> steps = new ArrayList<>();
        addTo(steps, json);
        return steps.size() == 1 ? steps.getFirst() : new TextNormalizer.Steps(steps);
    }

    private static void addTo(List<TextNormalizer> steps, JsonNode json) {
        if (TokenizerJsonReader.isOff(json)) {
            return;
        }
        switch (json.path("type").asText()) {
            case "Sequence" -> JsonFile.elements(json, "normalizers")
                    .forEach(step -> addTo(steps, step));
            case "NFC", "NFD", "NFKC", "NFKD" -> steps.add(new TextNormalizer.UnicodeForm(
                    Normalizer.Form.valueOf(json.path("type").asText())));
            case "Prepend" -> steps.add(new TextNormalizer.Prepend(
                    JsonFile.textIn(json, "prepend"), false, false));
            case "Replace" -> steps.add(replace(json.path("pattern"),
                    JsonFile.textIn(json, "content")));
            case "Precompiled" -> steps.add(new TextNormalizer.Mapped(new CharacterMap(
                    Base64.getDecoder().decode(JsonFile.textIn(json, "precompiled_charsmap")))));
            default -> throw TokenizerJsonReader.unsupported("normalizer", json);
        }
    }

    private static TextNormalizer replace(JsonNode pattern, String to) {
        return pattern.has("String")
                ? new TextNormalizer.Replace(JsonFile.textIn(pattern, "String"), to)
                : new TextNormalizer.ReplaceMatches(JsonFile.textIn(pattern, "Regex"), to);
    }

    static @Nullable Map<String, Object> write(TextNormalizer normalizer) {
        return switch (normalizer) {
            case TextNormalizer.UnicodeForm(Normalizer.Form form) -> Map.of("type", form.name());
            case TextNormalizer.Prepend prepend when !prepend.onlyAtStart() ->
                    object("Prepend", "prepend", prepend.prefix());
            case TextNormalizer.Mapped(CharacterMap map) ->
                    object("Precompiled", "precompiled_charsmap",
                            Base64.getEncoder().encodeToString(map.table()));
            case TextNormalizer.Replace(String from, String to) ->
                    object("Replace", "pattern", Map.of("String", from), "content", to);
            case TextNormalizer.Steps(List<TextNormalizer> steps) when steps.isEmpty() -> null;
            case TextNormalizer.Steps(List<TextNormalizer> steps) ->
                    object("Sequence", "normalizers",
                            steps.stream().map(NormalizerJson::write).toList());
            case TextNormalizer.ReplaceMatches(OnigurumaRegex regex, String to) ->
                    object("Replace", "pattern", Map.of("Regex", regex.source()), "content", to);
            case TextNormalizer.Prepend _ -> throw new IllegalArgumentException(
                    "a normalizer must prepend to every part of a text, got " + normalizer);
        };
    }

    /// A JSON object of a type, with its members in order.
    static Map<String, Object> object(String type, Object... namesAndValues) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", type);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            json.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return json;
    }
}
