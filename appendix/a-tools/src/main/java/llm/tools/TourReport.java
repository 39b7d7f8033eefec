package llm.tools;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import llm.pretrain.TrainingLog;
import llm.tales.TaleScore;

/// The tour as one page that needs nothing else: charts, samples, and a table of what ran.
///
/// @param html the page
record TourReport(String html) {

    /// One stage: what was said, what was found, when it began.
    private record Stage(String title, String text, double startedAt, Map<String, String> facts) {}

    /// Collects what the stages find.
    static final class Builder {
        private final List<Stage> stages = new ArrayList<>();
        private String chart = "";
        private List<String> samples = List.of();
        private String headline = "";
        private String scores = "";
        private double seconds;

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
                      <div><b>%.2f</b>no model can do better</div>
                      <div><b>%,d</b>tokens read</div>
                    </div>""".formatted(Math.exp(before), Math.exp(after), Math.exp(floor),
                    last.tokens());
        }

        void scores(TaleScore model, TaleScore grammar) {
            scores = """
                    <table><tr><th></th><th>names kept</th><th>things kept</th><th>whole stories</th>
                    <th>sentences that stand in the training text</th></tr>%s%s</table>
                    <p>Short sentences recur in stories that the grammar never told before, too: that is
                    what the second row shows.</p>""".formatted(row("the model", model),
                    row("the grammar, new stories", grammar));
        }

        private static String row(String name, TaleScore score) {
            return "<tr><td>%s</td><td>%.0f %%</td><td>%.0f %%</td><td>%.0f %%</td><td>%.0f %%</td></tr>"
                    .formatted(name, 100 * score.names(), 100 * score.objects(),
                            100 * score.form(), 100 * score.copied());
        }

        void machine(double total) {
            seconds = total;
        }

        TourReport build() {
            return new TourReport(TourPage.render(headline, chart, sampleList(), scores, stageTable()));
        }

        private String sampleList() {
            StringBuilder html = new StringBuilder();
            for (String sample : samples) {
                html.append("<blockquote>")
                        .append(escape(sample).replace("\n", "<br>")).append("</blockquote>\n");
            }
            return html.toString();
        }

        private String stageTable() {
            StringBuilder html = new StringBuilder("<table>");
            for (int i = 0; i < stages.size(); i++) {
                Stage stage = stages.get(i);
                double end = i + 1 < stages.size() ? stages.get(i + 1).startedAt : seconds;
                html.append("<tr><th>%s</th><td>%s</td><td>%.0f s</td></tr>%n".formatted(
                        escape(stage.title), facts(stage), end - stage.startedAt));
            }
            html.append("<tr><th>all</th><td>%s</td><td>%.0f s</td></tr>".formatted(escape(
                    "Java %s, %d processors, %s".formatted(Runtime.version(),
                            Runtime.getRuntime().availableProcessors(),
                            System.getProperty("os.name") + " " + System.getProperty("os.arch"))),
                    seconds));
            return html.append("</table>").toString();
        }

        private static String facts(Stage stage) {
            StringBuilder html = new StringBuilder(escape(stage.text));
            stage.facts.forEach((name, value) -> html.append("<br><i>").append(escape(name))
                    .append("</i> ").append(escape(value)));
            return html.toString();
        }

        private static String escape(String text) {
            return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        }
    }
}
