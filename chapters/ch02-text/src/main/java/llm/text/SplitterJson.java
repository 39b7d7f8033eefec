package llm.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Splitters in the form in which `tokenizer.json` holds them, its `pre_tokenizer`.
final class SplitterJson {

    Splitter read(JsonNode json) {
        List<Splitter> splitters = new ArrayList<>();
        addTo(splitters, json);
        return splitters.size() == 1 ? splitters.getFirst() : new SplitterSequence(splitters);
    }

    private void addTo(List<Splitter> splitters, JsonNode json) {
        switch (json.path("type").asText()) {
            case "Sequence" -> json.path("pretokenizers").forEach(step -> addTo(splitters, step));
            case "ByteLevel" -> {
                TokenizerJsonReader.requireOff(
                        "pre_tokenizer add_prefix_space", json.path("add_prefix_space"));
                if (json.path("use_regex").asBoolean(true)) {
                    splitters.add(new Gpt2Splitter());
                }
            }
            case "Split" -> splitters.add(split(json));
            case "Digits" -> splitters.add(new RegexSplitter(
                    json.path("individual_digits").asBoolean() ? "\\p{N}" : "\\p{N}+", true));
            default -> throw TokenizerJsonReader.unsupported("pre_tokenizer", json);
        }
    }

    private static Splitter split(JsonNode json) {
        JsonNode pattern = json.path("pattern");
        String regex = pattern.has("String")
                ? Pattern.quote(pattern.path("String").asText())
                : pattern.path("Regex").asText();
        boolean inverted = json.path("invert").asBoolean();
        boolean isolated = json.path("behavior").asText().equals("Isolated");
        boolean matchesOnly = json.path("behavior").asText().equals("Removed") && inverted;
        if (regex.isEmpty() || !isolated && !matchesOnly) {
            throw TokenizerJsonReader.unsupported("pre_tokenizer", json);
        }
        return regex.equals(Gpt2Splitter.PATTERN)
                ? new Gpt2Splitter()
                : new RegexSplitter(regex, isolated);
    }

    Map<String, Object> write(Splitter splitter) {
        if (splitter instanceof Gpt2Splitter) {
            return byteLevel(true);
        }
        List<Map<String, Object>> steps = new ArrayList<>();
        addTo(steps, splitter);
        steps.add(byteLevel(false));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", "Sequence");
        json.put("pretokenizers", steps);
        return json;
    }

    private static void addTo(List<Map<String, Object>> steps, Splitter splitter) {
        switch (splitter) {
            case Gpt2Splitter _ -> steps.add(split(Gpt2Splitter.PATTERN, true));
            case RegexSplitter regex -> steps.add(split(regex.regex(), regex.keepsGaps()));
            case SplitterSequence sequence ->
                    sequence.splitters().forEach(step -> addTo(steps, step));
        }
    }

    private static Map<String, Object> split(String regex, boolean keepsGaps) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", "Split");
        json.put("pattern", Map.of("Regex", regex));
        json.put("behavior", keepsGaps ? "Isolated" : "Removed");
        json.put("invert", !keepsGaps);
        return json;
    }

    static Map<String, Object> byteLevel(boolean splits) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", "ByteLevel");
        json.put("add_prefix_space", false);
        json.put("trim_offsets", true);
        json.put("use_regex", splits);
        return json;
    }
}
