package llm.notebook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.regex.Pattern;

/// The JSON of notebooks, byte by byte as Jupyter writes it: what Jupyter saves then differs from
/// what the book saves only where something has changed.
final class NotebookJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
            .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE).build();
    private static final DefaultIndenter INDENT = new DefaultIndenter(" ", "\n");
    /// Where Python's `splitlines` cuts.
    private static final Pattern LINE_END = Pattern.compile(
            "(?<=[\\n\\u000B\\f\\u001C-\\u001E\\u0085\\u2028\\u2029])|(?<=\\r)(?!\\n)");

    private NotebookJson() {}

    /// A value of Java's collections.
    static JsonNode of(Object value) {
        return JSON.valueToTree(value);
    }

    /// A text as its lines, each with its end, the form of all texts in a notebook.
    static ArrayNode lines(String text) {
        ArrayNode lines = JsonNodeFactory.instance.arrayNode();
        if (!text.isEmpty()) {
            LINE_END.splitAsStream(text).forEach(lines::add);
        }
        return lines;
    }

    /// The text of a file.
    static String write(JsonNode notebook) throws JsonProcessingException {
        var layout = new DefaultPrettyPrinter(Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("").withArrayEmptySeparator(""))
                .withObjectIndenter(INDENT).withArrayIndenter(INDENT);
        return JSON.writer(layout).writeValueAsString(notebook) + "\n";
    }
}
