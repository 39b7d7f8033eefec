package llm.text.files;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The `post_processor` of `tokenizer.json`: whether a token is put before each text.
final class TemplateJson {

    private TemplateJson() {
    }

    /// The special token before a text, if there is one.
    static Optional<String> read(JsonNode processor) {
        List<JsonNode> steps = new ArrayList<>(JsonFile.elements(processor, "processors"));
        if (steps.isEmpty() && !TokenizerJsonReader.isOff(processor)) {
            steps.add(processor);
        }
        Optional<String> first = Optional.empty();
        for (JsonNode step : steps) {
            if (step.path("type").asText().equals("TemplateProcessing")) {
                first = start(step);
            } else if (!step.path("type").asText().equals("ByteLevel")) {
                throw TokenizerJsonReader.unsupported("post_processor", step);
            }
        }
        return first;
    }

    private static Optional<String> start(JsonNode template) {
        JsonNode single = template.path("single");
        boolean textOnly = single.size() == 1 && single.path(0).has("Sequence");
        boolean bosAndText = single.size() == 2 && single.path(0).has("SpecialToken")
                && single.path(1).has("Sequence");
        if (!textOnly && !bosAndText) {
            throw TokenizerJsonReader.unsupported("post_processor", template);
        }
        return textOnly
                ? Optional.empty()
                : Optional.of(JsonFile.textIn(single.path(0).path("SpecialToken"), "id"));
    }

    static Map<String, Object> write(String bos, int id) {
        return NormalizerJson.object("TemplateProcessing",
                "single", List.of(special(bos, 0), sequence("A", 0)),
                "pair", List.of(special(bos, 0), sequence("A", 0),
                        special(bos, 1), sequence("B", 1)),
                "special_tokens", Map.of(bos, Map.of(
                        "id", bos, "ids", List.of(id), "tokens", List.of(bos))));
    }

    private static Map<String, Object> special(String token, int type) {
        return Map.of("SpecialToken", Map.of("id", token, "type_id", type));
    }

    private static Map<String, Object> sequence(String name, int type) {
        return Map.of("Sequence", Map.of("id", name, "type_id", type));
    }
}
