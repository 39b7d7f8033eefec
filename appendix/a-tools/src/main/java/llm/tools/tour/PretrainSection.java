package llm.tools.tour;

import static llm.tools.tour.TourPage.escape;
import static llm.tools.tour.TourPage.paragraphs;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import llm.tales.TaleScore;
import llm.tools.tour.TourWriting.Fault;
import llm.train.TrainingLog;

/// The section of the page about pretraining.
///
/// @param before  the validation loss before the first step
/// @param floor   the loss that no model can beat on average
/// @param chart   of the loss, as SVG
/// @param written stories by the model
/// @param table   what ran, as HTML
record PretrainSection(TrainingLog log, double before, double floor, String chart, Growth growth,
                       List<String> written, TourWriting.Scores scores, ModelPictures pictures,
                       String table) {
    private static final int SHOWN = 8;
    private static final int SHOWN_FAULTS = 3;

    /// The last validation loss.
    double loss() {
        return log.evaluations().getLast().validationLoss();
    }

    String html() {
        return TourPage.fill("pretrain.html", Map.of(
                "headline", headline(),
                "chart", chart.substring(chart.indexOf("<svg")),
                "growth", growing(),
                "samples", written.stream().limit(SHOWN)
                        .map(story -> "<blockquote>" + paragraphs(story) + "</blockquote>\n")
                        .collect(Collectors.joining()),
                "scores", scoreTable(),
                "faults", faults(),
                "surprise", pictures.surprise(),
                "attention", pictures.attention(),
                "next", pictures.next(),
                "stages", table));
    }

    private String headline() {
        return """
                <div class="numbers">
                  <div><b>%.1f</b>perplexity before</div>
                  <div><b>%.2f</b>perplexity after</div>
                  <div><b>%.2f</b>the floor: no model can do better</div>
                  <div><b>%,d</b>tokens read</div>
                </div>""".formatted(Math.exp(before), Math.exp(loss()), Math.exp(floor),
                log.rows().getLast().tokens());
    }

    private String growing() {
        return growth.moments().stream().map(moment -> "<dt>%s</dt><dd>%s <i>%s</i></dd>%n".formatted(
                escape(moment.when()), escape(growth.beginning()), escape(moment.text())))
                .collect(Collectors.joining("", "<dl class=\"growth\">", "</dl>"));
    }

    private String scoreTable() {
        return """
                <table><tr><th></th><th>names kept</th><th>mentions right</th><th>things kept</th>
                <th>form kept</th><th>sentences known</th></tr>%s%s</table>
                <p class="soft">Share of stories in which everybody was introduced and stays who
                they are; share of names said that belong to their story; share of stories in which
                things stay what they are, and form and spelling are a story's; and
                share of sentences that stand word for word in the training text. Stories that
                the grammar never told before share sentences with it, too: the second row shows
                what is natural.</p>""".formatted(row("the model", scores.model()),
                row("the grammar, new stories", scores.grammar()));
    }

    private static String row(String name, TaleScore score) {
        String cells = "<td>%.0f %%</td>".repeat(5);
        return ("<tr><td>%s</td>" + cells + "</tr>").formatted(name, 100 * score.names(),
                100 * score.mentionsRight(), 100 * score.objects(), 100 * score.form(),
                100 * score.copied());
    }

    /// What is still wrong, by kind: how often, and where.
    private String faults() {
        if (scores.faults().isEmpty()) {
            return "<p>The checker finds no fault in %d stories.</p>".formatted(written.size());
        }
        Map<String, List<Fault>> byKind = scores.faults().stream().collect(Collectors.groupingBy(
                PretrainSection::kind, TreeMap::new, Collectors.toList()));
        return byKind.entrySet().stream().map(entry -> "<li>%s: %d in %d stories, such as %s</li>"
                .formatted(escape(entry.getKey()), entry.getValue().size(), written.size(),
                        entry.getValue().stream().limit(SHOWN_FAULTS).map(PretrainSection::told)
                                .collect(Collectors.joining("; "))))
                .collect(Collectors.joining("\n", "<ul>", "</ul>"));
    }

    private static String kind(Fault fault) {
        return fault.finding().split(":")[0];
    }

    private static String told(Fault fault) {
        String[] parts = fault.finding().split(": ", 2);
        return parts.length == 1 ? "story " + fault.story()
                : "<i>%s</i> (story %d)".formatted(escape(parts[1]), fault.story());
    }
}
