package llm.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import llm.show.Display;
import llm.show.Rendering;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/// A notebook with its outputs as one HTML page that needs nothing else.
public final class NotebookPage {
    /// `$$…$$` and `$…$`; the latter holds no blank at its ends, so that prices stay prices.
    private static final Pattern FORMULA = Pattern.compile(
            "\\$\\$(.+?)\\$\\$|\\$(?!\\s)([^$\n]+?)(?<!\\s)\\$", Pattern.DOTALL);
    private static final Pattern CODE = Pattern.compile("(```.*?```|`[^`\n]*`)", Pattern.DOTALL);
    private static final String PLACE = "\uE000%d\uE001"; // private characters: Markdown keeps them
    private static final List<Extension> TABLES = List.of(TablesExtension.create());

    private final Parser parser = Parser.builder().extensions(TABLES).build();
    private final HtmlRenderer renderer = HtmlRenderer.builder().extensions(TABLES).build();
    private final Notebook notebook;

    public NotebookPage(Notebook notebook) {
        this.notebook = notebook;
    }

    /// The page.
    public String html() {
        var body = new StringBuilder();
        for (NotebookCell cell : notebook.cells()) {
            if (cell.isCode()) {
                body.append("<div class=\"cell\">\n<pre class=\"code\"><code>")
                        .append(JavaColors.html(cell.source().stripTrailing()))
                        .append("</code></pre>\n");
                cell.outputs().forEach(output -> body.append(output(output)).append('\n'));
                body.append("</div>\n");
            } else {
                body.append(prose(cell.source()));
            }
        }
        return template().replace("{{title}}", Rendering.escaped(notebook.title()))
                .replace("{{body}}", body);
    }

    /// Markdown as HTML. Formulas keep their TeX, away from Markdown's `_` and `*`.
    private String prose(String markdown) {
        var formulas = new ArrayList<String>();
        var text = new StringBuilder();
        Matcher code = CODE.matcher(markdown);
        int from = 0;
        while (code.find()) {
            text.append(withoutFormulas(markdown.substring(from, code.start()), formulas))
                    .append(code.group());
            from = code.end();
        }
        text.append(withoutFormulas(markdown.substring(from), formulas));
        String html = renderer.render(parser.parse(text.toString()));
        for (int i = 0; i < formulas.size(); i++) {
            html = html.replace(PLACE.formatted(i), formulas.get(i));
        }
        return html;
    }

    private static String withoutFormulas(String text, List<String> formulas) {
        return FORMULA.matcher(text).replaceAll(match -> {
            boolean block = match.group(1) != null;
            String tex = (block ? match.group(1) : match.group(2)).strip();
            formulas.add("<span class=\"%s\">%s</span>".formatted(
                    block ? "formula block" : "formula", Formula.html(tex)));
            return PLACE.formatted(formulas.size() - 1);
        });
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
                    yield "<div class=\"picture\"><img alt=\"" + Rendering.escaped(
                            text(data.path(Display.TEXT))) + "\" src=\"data:image/png;base64,"
                            + text(data.path(Display.PNG)).strip() + "\"></div>";
                }
                yield data.has(Display.HTML)
                        ? "<div class=\"html\">" + text(data.path(Display.HTML)) + "</div>"
                        : pre("value", text(data.path(Display.TEXT)));
            }
        };
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
