package llm.tools.tour;

import static llm.tools.tour.TourPage.escape;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import llm.tools.finetune.FinetunedClassifier;

/// The section of the page about telling spam.
///
/// @param before   share of test messages told right before the training
/// @param baseline share told right by the baseline
/// @param chart    of the accuracy, as SVG
/// @param examples messages and what they were told to be
record ClassifySection(double before, FinetunedClassifier result, double baseline, String chart,
                       List<Told> examples) {

    /// A message.
    ///
    /// @param label what it is
    /// @param told  what the model says
    record Told(String text, String label, String told, double probability) {}

    String html() {
        return TourPage.fill("classify.html", Map.of(
                "headline", headline(),
                "chart", chart.substring(chart.indexOf("<svg")),
                "confusion", confusion(),
                "examples", examples.stream().map(ClassifySection::row)
                        .collect(Collectors.joining("\n", "<table>", "</table>"))));
    }

    private String headline() {
        return String.format(Locale.ROOT, """
                <div class="numbers">
                  <div><b>%.1f %%</b>told right before</div>
                  <div><b>%.1f %%</b>told right after</div>
                  <div><b>%.1f %%</b>the baseline, words and letters counted</div>
                  <div><b>%,d</b>parameters learned</div>
                </div>""", 100 * before, 100 * result.accuracy().test(), 100 * baseline,
                result.learning());
    }

    /// Test messages: what they are, and what they were taken for.
    private String confusion() {
        String header = result.labels().stream().map(label -> "<th>taken for " + escape(label)
                + "</th>").collect(Collectors.joining("", "<tr><th></th>", "</tr>"));
        return IntStream.range(0, result.labels().size()).mapToObj(i -> "<tr><th>"
                        + escape(result.labels().get(i)) + "</th>"
                        + IntStream.range(0, result.labels().size())
                        .mapToObj(j -> "<td>%,d</td>".formatted(result.confusion()[i][j]))
                        .collect(Collectors.joining()) + "</tr>")
                .collect(Collectors.joining("", "<table>" + header, "</table>"));
    }

    private static String row(Told told) {
        return String.format(Locale.ROOT, "<tr><td>%s</td><td>%s</td><td>%s %.1f %%</td></tr>",
                escape(told.text), escape(told.label),
                told.told.equals(told.label) ? "✓" : "✗ " + escape(told.told),
                100 * told.probability);
    }
}
