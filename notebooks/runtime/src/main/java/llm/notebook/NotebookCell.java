package llm.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// A cell of a notebook: prose or code.
///
/// @param number of a code cell, counted from 1; of prose, that of the code cell before it
/// @param json   the cell in the file
public record NotebookCell(int number, boolean isCode, ObjectNode json) {
    /// The text.
    public String source() {
        JsonNode source = json.path("source");
        if (source.isTextual()) {
            return source.asText();
        }
        var text = new StringBuilder();
        source.forEach(line -> text.append(line.asText()));
        return text.toString();
    }

    /// The lines of prose that are headings, with their `#`.
    public List<String> headings() {
        return isCode ? List.of()
                : source().lines().filter(line -> line.matches("#{1,6} .*")).toList();
    }

    /// What a code cell showed, as the file holds it.
    public List<JsonNode> outputs() {
        return json.path("outputs").valueStream().toList();
    }

    /// Replaces what a code cell showed. Counts are left out: they change with every run.
    void setOutputs(List<Output> outputs) {
        json.putNull("execution_count");
        ArrayNode array = json.putArray("outputs");
        outputs.forEach(output -> array.add(output.toJson()));
    }

    void ensureId(String id) {
        if (!json.has("id")) {
            json.put("id", id);
        }
        if (!json.has("metadata")) {
            json.putObject("metadata");
        }
    }
}
