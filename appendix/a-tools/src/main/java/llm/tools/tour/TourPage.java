package llm.tools.tour;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// The page of the tour, which needs nothing else: HTML from templates.
final class TourPage {
    private TourPage() {}

    /// The whole page.
    static String render(String sections) {
        return fill("tour.html", Map.of("sections", sections));
    }

    /// A template with each `{{name}}` filled in.
    static String fill(String template, Map<String, String> values) {
        try (InputStream page = TourPage.class.getResourceAsStream(template)) {
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
    static String escape(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\n]]", "·").replace("&", "&amp;")
                .replace("<", "&lt;").replace(">", "&gt;");
    }

    /// A story's paragraphs.
    static String paragraphs(String text) {
        StringBuilder html = new StringBuilder();
        escape(text).lines().filter(line -> !line.isBlank())
                .forEach(line -> html.append("<p>").append(line).append("</p>"));
        return html.toString();
    }
}
