package llm.text.files;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import llm.text.pretokenize.Gpt2PreTokenizer;
import llm.text.pretokenize.PreTokenizer;
import llm.text.pretokenize.PreTokenizerSequence;
import llm.text.pretokenize.RegexPreTokenizer;
import llm.text.pretokenize.SpacePreTokenizer;
import llm.text.pretokenize.SplitBehavior;

/// Pre-tokenizers in the form in which `tokenizer.json` holds them, its `pre_tokenizer`.
final class PreTokenizerJson {

    PreTokenizer read(JsonNode json) {
        List<PreTokenizer> steps = new ArrayList<>();
        addTo(steps, json);
        return steps.size() == 1 ? steps.getFirst() : new PreTokenizerSequence(steps);
    }

    private void addTo(List<PreTokenizer> steps, JsonNode json) {
        switch (json.path("type").asText()) {
            case "Sequence" -> JsonFile.elements(json, "pretokenizers")
                    .forEach(step -> addTo(steps, step));
            case "ByteLevel" -> {
                TokenizerJsonReader.requireOff(
                        "pre_tokenizer add_prefix_space", json.path("add_prefix_space"));
                if (JsonFile.flag(json, "use_regex", true)) {
                    steps.add(new Gpt2PreTokenizer());
                }
            }
            case "Split" -> steps.add(split(json));
            case "Digits" -> steps.add(new RegexPreTokenizer(
                    JsonFile.flag(json, "individual_digits", false) ? "\\p{N}" : "\\p{N}+",
                    SplitBehavior.ISOLATED));
            default -> throw TokenizerJsonReader.unsupported("pre_tokenizer", json);
        }
    }

    private static PreTokenizer split(JsonNode json) {
        JsonNode pattern = json.path("pattern");
        String regex = pattern.has("String")
                ? escaped(JsonFile.textIn(pattern, "String"))
                : pattern.path("Regex").asText();
        var behavior = SplitBehavior.named(json.path("behavior").asText(),
                JsonFile.flag(json, "invert", false));
        if (regex.isEmpty() || behavior.isEmpty()) {
            throw TokenizerJsonReader.unsupported("pre_tokenizer", json);
        }
        return regex.equals(Gpt2PreTokenizer.PATTERN) && behavior.get() == SplitBehavior.ISOLATED
                ? new Gpt2PreTokenizer()
                : new RegexPreTokenizer(regex, behavior.get());
    }

    /// An expression for a text itself, in a way that other libraries read too.
    static String escaped(String text) {
        return text.replaceAll("[\\\\.^$|?*+()\\[\\]{}]", "\\\\$0");
    }

    /// The pre-tokenizer of a byte-level tokenizer.
    Map<String, Object> write(PreTokenizer preTokenizer) {
        if (preTokenizer instanceof Gpt2PreTokenizer) {
            return byteLevel(true);
        }
        List<Map<String, Object>> steps = steps(preTokenizer);
        steps.add(byteLevel(false));
        return NormalizerJson.object("Sequence", "pretokenizers", steps);
    }

    /// The single steps of a pre-tokenizer.
    static List<Map<String, Object>> steps(PreTokenizer preTokenizer) {
        List<Map<String, Object>> steps = new ArrayList<>();
        addTo(steps, preTokenizer);
        return steps;
    }

    private static void addTo(List<Map<String, Object>> steps, PreTokenizer preTokenizer) {
        switch (preTokenizer) {
            case Gpt2PreTokenizer _ ->
                    steps.add(split(Gpt2PreTokenizer.PATTERN, SplitBehavior.ISOLATED));
            case RegexPreTokenizer regex -> steps.add(split(regex.regex(), regex.behavior()));
            case SpacePreTokenizer _ -> { }             // makes no difference to the tokens
            case PreTokenizerSequence sequence ->
                    sequence.preTokenizers().forEach(step -> addTo(steps, step));
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
