package llm.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
                    json.path("individual_digits").asBoolean() ? "\\p{N}" : "\\p{N}+",
                    SplitBehavior.ISOLATED));
            default -> throw TokenizerJsonReader.unsupported("pre_tokenizer", json);
        }
    }

    private static Splitter split(JsonNode json) {
        JsonNode pattern = json.path("pattern");
        String regex = pattern.has("String")
                ? escaped(pattern.path("String").asText())
                : pattern.path("Regex").asText();
        var behavior = SplitBehavior.named(json.path("behavior").asText(),
                json.path("invert").asBoolean());
        if (regex.isEmpty() || behavior.isEmpty()) {
            throw TokenizerJsonReader.unsupported("pre_tokenizer", json);
        }
        return regex.equals(Gpt2Splitter.PATTERN) && behavior.get() == SplitBehavior.ISOLATED
                ? new Gpt2Splitter()
                : new RegexSplitter(regex, behavior.get());
    }

    /// An expression for a text itself, in a way that other libraries read too.
    static String escaped(String text) {
        return text.replaceAll("[\\\\.^$|?*+()\\[\\]{}]", "\\\\$0");
    }

    /// The splitter of a byte-level tokenizer.
    Map<String, Object> write(Splitter splitter) {
        if (splitter instanceof Gpt2Splitter) {
            return byteLevel(true);
        }
        List<Map<String, Object>> steps = steps(splitter);
        steps.add(byteLevel(false));
        return NormalizerJson.object("Sequence", "pretokenizers", steps);
    }

    /// The single steps of a splitter.
    static List<Map<String, Object>> steps(Splitter splitter) {
        List<Map<String, Object>> steps = new ArrayList<>();
        addTo(steps, splitter);
        return steps;
    }

    private static void addTo(List<Map<String, Object>> steps, Splitter splitter) {
        switch (splitter) {
            case Gpt2Splitter _ -> steps.add(split(Gpt2Splitter.PATTERN, SplitBehavior.ISOLATED));
            case RegexSplitter regex -> steps.add(split(regex.regex(), regex.behavior()));
            case SpaceSplitter _ -> { }             // makes no difference to the tokens
            case SplitterSequence sequence ->
                    sequence.splitters().forEach(step -> addTo(steps, step));
        }
    }

    private static Map<String, Object> split(String regex, SplitBehavior behavior) {
        return NormalizerJson.object("Split", "pattern", Map.of("Regex", regex),
                "behavior", behavior.jsonName(), "invert", behavior.inverted());
    }

    static Map<String, Object> byteLevel(boolean splits) {
        return NormalizerJson.object("ByteLevel", "add_prefix_space", false,
                "trim_offsets", true, "use_regex", splits);
    }
}
