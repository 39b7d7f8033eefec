package llm.tools.tour;

import static llm.tools.tour.TourPage.escape;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import llm.instruct.Responses;
import llm.instructions.Accuracy;
import llm.instructions.Entry;
import llm.instructions.InstructionScore;
import llm.instructions.Kind;

/// The section of the page about instructions.
///
/// @param before     right answers before the training
/// @param after      the same after it, by kind
/// @param asked      the test instructions
/// @param firstSaid  answers before, one for each
/// @param said       answers after
/// @param chart      of the loss, as SVG
record InstructSection(Accuracy before, InstructionScore after, Responses firstSaid, Responses said,
                       List<Entry> asked, String chart) {
    private static final int LONGEST = 80;                   // letters of an answer that is shown

    String html() {
        return TourPage.fill("instruct.html", Map.of(
                "headline", headline(),
                "chart", chart.substring(chart.indexOf("<svg")),
                "kinds", kinds(),
                "examples", examples()));
    }

    private String headline() {
        return String.format(Locale.ROOT, """
                <div class="numbers">
                  <div><b>%.0f %%</b>answered right before</div>
                  <div><b>%.0f %%</b>answered right after</div>
                  <div><b>%.0f %%</b>of the answers it ends itself</div>
                  <div><b>%d</b>kinds of task</div>
                </div>""", 100 * before.share(), 100 * after.total().share(),
                100 * after.stopped().share(), after.kinds().size());
    }

    private String kinds() {
        return after.kinds().entrySet().stream().map(entry -> String.format(Locale.ROOT,
                "<span title=\"%s\">%s</span><div><i style=\"width:%.1f%%\"></i></div>"
                        + "<span>%.0f %% (%.0f to %.0f)</span>",
                escape(entry.getKey().description()), entry.getKey().label(), 100 * entry.getValue().share(),
                100 * entry.getValue().share(), 100 * entry.getValue().low(),
                100 * entry.getValue().high())).collect(Collectors.joining("\n"));
    }

    /// The first instruction of each kind.
    private String examples() {
        Set<Kind> shown = EnumSet.noneOf(Kind.class);
        StringBuilder html = new StringBuilder(
                "<table><tr><th>asked</th><th>before</th><th>after</th></tr>");
        for (int i = 0; i < asked.size(); i++) {
            Entry entry = asked.get(i);
            if (shown.add(entry.kind())) {
                String question = entry.input().isEmpty() ? entry.instruction()
                        : entry.instruction() + "\n" + entry.input();
                String answer = said.all().get(i).answer();
                html.append("<tr><td>%s</td><td>%s</td><td>%s %s</td></tr>%n".formatted(
                        escape(question), shortened(firstSaid.all().get(i).answer()),
                        entry.accepts(answer) ? "✓" : "✗", shortened(answer)));
            }
        }
        return html.append("</table>").toString();
    }

    private static String shortened(String text) {
        return escape(text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " …");
    }
}
