package llm.tools.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// A page that needs nothing else: HTML from templates, in the look that all of the tools' pages
/// share.
public final class HtmlPage {
    private HtmlPage() {}

    /// A whole page.
    ///
    /// @param title    plain text
    /// @param lead     what stands below it, as HTML
    /// @param sections HTML
    public static String render(String title, String lead, String sections) {
        return fill(HtmlPage.class, "page.html", Map.of("title", escape(title), "lead", lead))
                .replace("{{sections}}", sections);
    }

    /// A template with each `{{name}}` filled in.
    ///
    /// @param beside a class of the package whose resource the template is
    public static String fill(Class<?> beside, String template, Map<String, String> values) {
        try (InputStream page = beside.getResourceAsStream(template)) {
            String html = new String(page.readAllBytes(), StandardCharsets.UTF_8);
            for (Map.Entry<String, String> value : values.entrySet()) {
                html = html.replace("{{" + value.getKey() + "}}", value.getValue());
            }
            return html;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Text as HTML, with a dot for what has no shape.
    public static String escape(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\n]]", "·").replace("&", "&amp;")
                .replace("<", "&lt;").replace(">", "&gt;");
    }
}
