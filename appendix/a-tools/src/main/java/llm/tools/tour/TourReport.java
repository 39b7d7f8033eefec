package llm.tools.tour;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import llm.tales.TaleScore;
import llm.tools.cli.Machine;
import llm.train.TrainingLog;

/// The tour as one page that needs nothing else: charts, samples, and a table of what ran.
///
/// @param html the page
record TourReport(String html) {
    private static final int SHOWN = 8;

    /// One stage: what was said, what was found, when it began.
    private record Stage(String title, String text, double startedAt, Map<String, String> facts) {}

    /// Collects what the stages find.
    static final class Builder {
        private final List<Stage> stages = new ArrayList<>();
        private String chart = "";
        private List<String> samples = List.of();
        private String headline = "";
        private String scores = "";

        void stage(String title, String text, double startedAt) {
            stages.add(new Stage(title, text, startedAt, new LinkedHashMap<>()));
        }

        void fact(String name, String value) {
            stages.getLast().facts.put(name, value);
        }

        void chart(String svg) {
            chart = svg.substring(svg.indexOf("<svg"));
        }

        void samples(List<String> written) {
            samples = List.copyOf(written);
        }

        void losses(double before, double after, double floor, TrainingLog.Row last) {
            headline = """
                    <div class="numbers">
                      <div><b>%.1f</b>perplexity before</div>
                      <div><b>%.2f</b>perplexity after</div>
                      <div><b>%.2f</b>the floor: no model can do better</div>
                      <div><b>%,d</b>tokens read</div>
                    </div>""".formatted(Math.exp(before), Math.exp(after), Math.exp(floor),
                    last.tokens());
        }

        void scores(TaleScore model, TaleScore grammar) {
            scores = """
                    <table><tr><th></th><th>names kept</th><th>things kept</th><th>form kept</th>
                    <th>sentences known</th></tr>%s%s</table>
                    <p class="soft">Share of stories in which everybody was introduced and stays who
                    they are, things stay what they are, and form and spelling are a story's; and
                    share of sentences that stand word for word in the training text. Stories that
                    the grammar never told before share sentences with it, too: the second row shows
                    what is natural.</p>""".formatted(row("the model", model),
                    row("the grammar, new stories", grammar));
        }

        private static String row(String name, TaleScore score) {
            String cells = "<td>%.0f %%</td>".repeat(4);
            return ("<tr><td>%s</td>" + cells + "</tr>").formatted(name, 100 * score.names(),
                    100 * score.objects(), 100 * score.form(), 100 * score.copied());
        }

        /// @param seconds from the first stage to the end
        TourReport build(double seconds) {
            return new TourReport(TourPage.render(headline, chart, sampleList(), scores,
                    stageTable(seconds)));
        }

        private String sampleList() {
            StringBuilder html = new StringBuilder();
            for (String sample : samples.subList(0, Math.min(SHOWN, samples.size()))) {
                html.append("<blockquote>");
                escape(sample).lines().filter(line -> !line.isBlank())
                        .forEach(line -> html.append("<p>").append(line).append("</p>"));
                html.append("</blockquote>\n");
            }
            return html.toString();
        }

        private String stageTable(double seconds) {
            StringBuilder html = new StringBuilder("<table>");
            for (int i = 0; i < stages.size(); i++) {
                Stage stage = stages.get(i);
                double end = i + 1 < stages.size() ? stages.get(i + 1).startedAt : seconds;
                html.append("<tr><th>%s</th><td>%s</td><td>%.0f s</td></tr>%n".formatted(
                        escape(stage.title), facts(stage), end - stage.startedAt));
            }
            return html.append("<tr><th>All</th><td>%s</td><td>%.0f s</td></tr></table>".formatted(
                    escape(Machine.words()), seconds)).toString();
        }

        private static String facts(Stage stage) {
            StringBuilder html = new StringBuilder(escape(stage.text)).append("<dl>");
            stage.facts.forEach((name, value) -> html.append("<dt>").append(escape(name))
                    .append("</dt><dd>").append(escape(value)).append("</dd>"));
            return html.append("</dl>").toString();
        }

        private static String escape(String text) {
            return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        }
    }
}
