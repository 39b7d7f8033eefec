package llm.tools.tour;

import java.util.Map;
import llm.tools.cli.HtmlPage;

/// The page of the tour, which needs nothing else: HTML from templates.
final class TourPage {
    private TourPage() {}

    /// The whole page.
    static String render(String sections) {
        return HtmlPage.render("A model that writes stories", "Trained from nothing on this machine by "
                + "<i>LLM from scratch, in Java</i>.", sections);
    }

    /// A template with each `{{name}}` filled in.
    static String fill(String template, Map<String, String> values) {
        return HtmlPage.fill(TourPage.class, template, values);
    }

    /// Text as HTML, with a dot for what has no shape.
    static String escape(String text) {
        return HtmlPage.escape(text);
    }

    /// A story's paragraphs.
    static String paragraphs(String text) {
        StringBuilder html = new StringBuilder();
        escape(text).lines().filter(line -> !line.isBlank())
                .forEach(line -> html.append("<p>").append(line).append("</p>"));
        return html.toString();
    }
}
