package llm.tools.report;

import static llm.tools.cli.HtmlPage.escape;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import llm.bench.MachineLimits;
import llm.classify.PairedDifference;
import llm.eval.choice.ChoiceResults.Rate;
import llm.eval.choice.PublishedScore;
import llm.show.Roofline;
import llm.tools.cli.HtmlPage;

/// The page: one model, or two side by side.
///
/// @param cards  one or two
/// @param task   what they were measured on
/// @param limits of this machine
record ReportPage(List<ReportCard> cards, ReportTask task, MachineLimits limits) {
    private static final double FLOPS_PER_BYTE = 0.5;        // 2 for each weight of 4 bytes

    String html() {
        String names = cards.stream().map(ReportCard::name).collect(Collectors.joining(" beside "));
        return HtmlPage.render("Report card of " + names,
                "Measured on this machine by <i>LLM from scratch, in Java</i>.",
                numbers() + training() + choices() + samples() + decoding());
    }

    private static String format(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }

    private String numbers() {
        return "<div class=\"table\"><table><tr><th></th>" + heads() + "</tr>"
                + row("parameters", card -> format("%,d", card.parameters()))
                + row("perplexity of the text", card -> format("%.2f", card.perplexity()))
                + row("bits per byte of the text", card -> format("%.3f", card.bitsPerByte()))
                + row("questions right", card -> rate(card.choices().all()))
                + row("tokens generated per second",
                        card -> format("%.0f", card.tokensPerSecond()))
                + "</table></div>" + difference();
    }

    private interface Cell {
        String of(ReportCard card);
    }

    private String heads() {
        return cards.stream().map(card -> "<th>" + escape(card.name()) + "</th>")
                .collect(Collectors.joining());
    }

    private String row(String name, Cell cell) {
        return "<tr><td>" + escape(name) + "</td>" + cards.stream()
                .map(card -> "<td>" + escape(cell.of(card)) + "</td>")
                .collect(Collectors.joining()) + "</tr>";
    }

    private static String rate(Rate rate) {
        return format("%.1f %% ± %.1f", 100 * rate.accuracy(), 100 * rate.stderr());
    }

    /// Question by question, which tells more than two shares.
    private String difference() {
        if (cards.size() < 2) {
            return "";
        }
        List<ReportCard> best = cards.stream().sorted(Comparator.comparingDouble(
                card -> -card.choices().all().accuracy())).toList();
        PairedDifference paired = PairedDifference.of(best.get(0).right(), best.get(1).right());
        return format("<p>On the same %d questions, %s is right more often by %.1f points (95 %% "
                + "interval %.1f to %.1f).</p>", paired.texts(), escape(best.get(0).name()),
                100 * paired.difference(), 100 * paired.low(), 100 * paired.high());
    }

    private String training() {
        String charts = cards.stream().map(ReportCard::lossChart).flatMap(Optional::stream)
                .map(svg -> "<div class=\"chart\">" + svg.substring(svg.indexOf("<svg")) + "</div>")
                .collect(Collectors.joining("\n"));
        return charts.isEmpty() ? "" : "<h2>How it learned</h2>\n" + charts;
    }

    private String choices() {
        List<String> subjects = List.copyOf(cards.getFirst().choices().subjects().keySet());
        double[] chance = cards.getFirst().choices().chanceBand(4);
        return "<h2>Questions with choices</h2><div class=\"table\"><table><tr><th>subject</th>"
                + heads() + "</tr>" + subjects.stream().map(subject -> row(
                        subject.replace('_', ' '),
                        card -> rate(card.choices().subjects().get(subject))))
                        .collect(Collectors.joining())
                + row("all", card -> rate(card.choices().all())) + "</table></div>"
                + format("<p class=\"soft\">Which of four texts is likeliest behind the question and "
                        + "two solved ones, by character; ± is one standard error. Guessing gives "
                        + "%.0f to %.0f %% of all.</p>", 100 * chance[0], 100 * chance[1])
                + published();
    }

    private String published() {
        String own = cards.stream().map(card -> line(card.name(), rate(card.choices().all()),
                ReportTask.SHOTS + " shots, text, per character", "this page"))
                .collect(Collectors.joining());
        String others = PublishedScore.MMLU.stream().map(score -> line(score.model(),
                score.percent() + " %", score.method(), score.source()))
                .collect(Collectors.joining());
        return "<h3>Beside published scores</h3><div class=\"table\"><table><tr><th></th>"
                + "<th>right</th><th>how it was asked</th><th>source</th></tr>" + own + others
                + "</table></div><p class=\"soft\">The others answered MMLU's own 14,042 "
                + "questions, this page asks those above. Prompts, solved examples (shots) and "
                + "norms differ from row to row, and with them the score of the very same "
                + "weights.</p>";
    }

    private static String line(String... cells) {
        return Stream.of(cells).map(cell -> "<td>" + escape(cell) + "</td>")
                .collect(Collectors.joining("", "<tr>", "</tr>"));
    }

    private String samples() {
        return "<h2>What it writes behind “" + escape(task.prompt()) + "”</h2>"
                + cards.stream().map(card -> (cards.size() > 1
                        ? "<h3>" + escape(card.name()) + "</h3>" : "")
                        + "<div class=\"samples\">" + card.samples().stream()
                                .map(text -> "<blockquote><p>" + escape(text.strip())
                                        .replace("\n", "<br>") + "</p></blockquote>")
                                .collect(Collectors.joining("\n")) + "</div>")
                        .collect(Collectors.joining("\n"));
    }

    private String decoding() {
        var roofline = new Roofline("Generating, one sequence", limits);
        cards.forEach(card -> roofline.point(card.name(), FLOPS_PER_BYTE,
                card.gigaflopsPerSecond()));
        return "<h2>How fast it writes here</h2><div class=\"chart\">" + roofline.svg() + "</div>"
                + format("<p class=\"soft\">For each token every weight is read once, 4 bytes, and "
                        + "used for two operations: generating waits for memory. This machine reads "
                        + "%.1f GB/s and multiplies %.0f GFLOP/s at best. A model that fits into the "
                        + "processor's caches may lie above the slope.</p>",
                        limits.gigabytesPerSecond(), limits.gigaflopsPerSecond());
    }
}
