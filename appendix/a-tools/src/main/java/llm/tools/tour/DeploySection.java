package llm.tools.tour;

import static llm.tools.tour.TourPage.escape;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import llm.tools.tour.DeployStage.Exchange;

/// The section of the page about the server.
///
/// @param request   the first one that was sent
/// @param exchanges questions and answers
/// @param seconds   until all were there
/// @param model     folder of the model
record DeploySection(ObjectNode request, List<Exchange> exchanges, double seconds, Path model) {

    String html() {
        return TourPage.fill("deploy.html", Map.of(
                "headline", headline(),
                "model", escape(model.toString()),
                "request", escape(request.toPrettyString()),
                "examples", examples()));
    }

    private String headline() {
        int tokens = exchanges.stream().mapToInt(Exchange::tokens).sum();
        return String.format(Locale.ROOT, """
                <div class="numbers">
                  <div><b>%d</b>programs at once</div>
                  <div><b>%.2f s</b>until all had their answers</div>
                  <div><b>%.0f</b>tokens per second</div>
                </div>""", exchanges.size(), seconds, tokens / seconds);
    }

    private String examples() {
        StringBuilder html = new StringBuilder("<table><tr><th>asked</th><th>answered</th></tr>");
        exchanges.forEach(each -> html.append("<tr><td>%s</td><td>%s</td></tr>%n".formatted(
                escape(each.question()), escape(each.answer().strip()))));
        return html.append("</table>").toString();
    }
}
