package llm.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import llm.show.Display;
import llm.show.Rendering;

/// A notebook with its outputs as one HTML page that needs nothing else.
public final class NotebookPage {
    private final Notebook notebook;

    public NotebookPage(Notebook notebook) {
        this.notebook = notebook;
    }

    /// The page.
    public String html() {
        var body = new StringBuilder();
        var titles = new ArrayList<Prose.Title>();
        for (NotebookCell cell : notebook.cells()) {
            if (cell.isCode()) {
                body.append("<div class=\"cell\">\n<pre class=\"code\"><code>")
                        .append(JavaColors.html(cell.source().stripTrailing()))
                        .append("</code></pre>\n");
                cell.outputs().forEach(output -> body.append(output(output)).append('\n'));
                body.append("</div>\n");
            } else {
                var prose = new Prose(cell.source());
                body.append(prose.html());
                titles.addAll(prose.titles());
            }
        }
        return template().replace("{{title}}", Rendering.escaped(notebook.title()))
                .replace("{{contents}}", contents(titles)).replace("{{body}}", body);
    }

    /// Links to the sections.
    private static String contents(List<Prose.Title> titles) {
        return titles.stream().filter(title -> title.level() == 2)
                .map(title -> "<li><a href=\"#" + title.anchor() + "\">"
                        + Rendering.escaped(title.text()) + "</a></li>")
                .collect(Collectors.joining("\n"));
    }

    private static String output(JsonNode output) {
        JsonNode data = output.path("data");
        return switch (output.path("output_type").asText()) {
            case "stream" -> pre(output.path("name").asText(), text(output.path("text")));
            case "error" -> pre("error", lines(output.path("traceback")));
            default -> {
                if (data.has(Display.SVG)) {
                    yield "<div class=\"picture\">" + text(data.path(Display.SVG)) + "</div>";
                }
                if (data.has(Display.PNG)) {
                    JsonNode picture = output.path("metadata").path(Display.PNG);
                    yield "<div class=\"picture\"><img alt=\"" + Rendering.escaped(
                            picture.path("alt").asText()) + "\"" + width(picture) + " src=\"data:image/png;base64,"
                            + text(data.path(Display.PNG)).strip() + "\"></div>";
                }
                yield data.has(Display.HTML)
                        ? "<div class=\"html\">" + text(data.path(Display.HTML)) + "</div>"
                        : pre("value", text(data.path(Display.TEXT)));
            }
        };
    }

    private static String width(JsonNode picture) {
        return picture.has("width") ? " width=\"" + picture.path("width").asInt() + "\"" : "";
    }

    private static String pre(String kind, String text) {
        return "<pre class=\"" + kind + "\">" + Rendering.escaped(text.stripTrailing()) + "</pre>";
    }

    private static String text(JsonNode node) {
        if (node.isTextual()) {
            return node.asText();
        }
        var text = new StringBuilder();
        node.forEach(line -> text.append(line.asText()));
        return text.toString();
    }

    private static String lines(JsonNode node) {
        return String.join("\n", node.valueStream().map(JsonNode::asText).toList());
    }

    private static String template() {
        try (InputStream page = NotebookPage.class.getResourceAsStream("page.html")) {
            return new String(page.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
