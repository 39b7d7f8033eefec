package llm.notebook;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import llm.session.CellFailure;
import llm.show.Display;

/// Something that a cell showed.
public sealed interface Output {
    /// Text that was printed.
    ///
    /// @param name `stdout` or `stderr`
    record Printed(String name, String text) implements Output {
        /// The text as a terminal leaves it: after `\r` a line begins again.
        String settled() {
            var lines = new StringBuilder();
            for (String line : text.split("(?<=\n)")) {
                String content = line.endsWith("\n") ? line.substring(0, line.length() - 1) : line;
                content = content.endsWith("\r")
                        ? content.substring(0, content.length() - 1) : content;
                lines.append(content.substring(content.lastIndexOf('\r') + 1))
                        .append(line.endsWith("\n") ? "\n" : "");
            }
            return lines.toString();
        }
    }

    /// Something shown by `Show`.
    record Shown(Display display) implements Output {}

    /// The value of the last expression.
    record Value(Display display) implements Output {}

    /// The error that ended the cell.
    record Failed(CellFailure.Report report) implements Output {}

    /// In the notebook format.
    default ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        switch (this) {
            case Printed printed -> json.put("name", printed.name())
                    .put("output_type", "stream")
                    .set("text", NotebookJson.lines(printed.settled()));
            case Shown shown -> describe(json, "display_data", shown.display());
            case Value value -> describe(json, "execute_result", value.display());
            case Failed failed -> {
                json.put("ename", failed.report().error()).put("evalue", failed.report().message())
                        .put("output_type", "error");
                ArrayNode traceback = json.putArray("traceback");
                failed.report().lines().forEach(traceback::add);
            }
        }
        return json;
    }

    private static void describe(ObjectNode json, String type, Display display) {
        ObjectNode data = json.putObject("data");
        for (Map.Entry<String, String> form : display.forms().entrySet()) {
            data.set(form.getKey(), form.getKey().equals(Display.PNG)
                    ? TextNode.valueOf(form.getValue()) : NotebookJson.lines(form.getValue()));
        }
        if (type.equals("execute_result")) {
            json.putNull("execution_count");
        }
        json.set("metadata", NotebookJson.of(display.metadata()));
        json.put("output_type", type);
    }
}
