package llm.tools.tour;

import static llm.tools.tour.TourPage.escape;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import llm.instruct.Responses;
import llm.preference.PreferencePair;
import llm.tools.preference.ToldApart;

/// The section of the page about preferences.
///
/// @param before share of test pairs whose polite answer was the likelier one before the training
/// @param after  how well they are told apart after it
/// @param asked  some of the pairs
/// @param first  answers to them before
/// @param then   answers after
/// @param chart  of the implicit rewards, as SVG
record PreferSection(double before, ToldApart after, List<PreferencePair> asked, Responses first,
                     Responses then, String chart) {

    String html() {
        return TourPage.fill("prefer.html", Map.of(
                "headline", headline(),
                "chart", chart.substring(chart.indexOf("<svg")),
                "examples", examples()));
    }

    private String headline() {
        return String.format(Locale.ROOT, """
                <div class="numbers">
                  <div><b>%.0f %%</b>polite answer likelier, before</div>
                  <div><b>%.0f %%</b>told apart after</div>
                  <div><b>%.2f</b>margin of the rewards</div>
                  <div><b>%d</b>test pairs</div>
                </div>""", 100 * before, 100 * after.accuracy(), after.margin(), after.count());
    }

    private String examples() {
        StringBuilder html = new StringBuilder(
                "<table><tr><th>asked</th><th>before</th><th>after</th></tr>");
        for (int i = 0; i < asked.size(); i++) {
            html.append("<tr><td>%s</td><td>%s</td><td>%s</td></tr>%n".formatted(
                    escape(asked.get(i).better().question()),
                    escape(first.all().get(i).answer()), escape(then.all().get(i).answer())));
        }
        return html.append("</table>").toString();
    }
}
