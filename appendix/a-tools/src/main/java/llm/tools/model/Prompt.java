package llm.tools.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import llm.text.files.JsonFile;
import llm.tools.cli.TextInput;
import org.jspecify.annotations.Nullable;

/// What a model is to continue: a text, or token ids.
///
/// @param name what messages call it
record Prompt(String name, @Nullable String text, @Nullable List<Integer> ids) {

    static Prompt of(String text) {
        return new Prompt("The prompt", text, null);
    }

    static Prompt of(List<Integer> ids) {
        return new Prompt("The prompt", null, ids);
    }

    /// The prompts of a file with one JSON string a line, or one object whose field `prompt` is a
    /// string or an array of token ids. Empty lines are none.
    ///
    /// @throws IllegalArgumentException if a line is something else, or there is no prompt
    static List<Prompt> lines(Path file) throws IOException {
        List<Prompt> prompts = new ArrayList<>();
        int number = 0;
        for (String line : TextInput.read(file).split("\\R")) {
            number++;
            if (!line.isBlank()) {
                prompts.add(line("Line %d of %s".formatted(number, file), line));
            }
        }
        if (prompts.isEmpty()) {
            throw new IllegalArgumentException(file + " must hold a prompt, got none.");
        }
        return prompts;
    }

    private static Prompt line(String name, String line) {
        JsonNode value = parsed(line).orElseThrow(() -> wrong(name, "no JSON"));
        if (value.isObject() && value.size() == 1 && value.has("prompt")) {
            value = value.get("prompt");
            if (value.isArray() && value.valueStream().allMatch(JsonNode::isInt)) {
                return new Prompt(name, null, value.valueStream().map(JsonNode::asInt).toList());
            }
        }
        if (!value.isTextual()) {
            throw wrong(name, value.isObject() ? "other fields"
                    : "a value of the type " + value.getNodeType());
        }
        return new Prompt(name, value.textValue(), null);
    }

    private static Optional<JsonNode> parsed(String line) {
        try {
            return Optional.of(JsonFile.strict().readTree(line));
        } catch (JsonProcessingException _) {
            return Optional.empty();
        }
    }

    private static IllegalArgumentException wrong(String name, String got) {
        return new IllegalArgumentException(name + " must be a JSON string, or an object with the "
                + "field prompt alone, a string or an array of token ids, got " + got + ".");
    }
}
