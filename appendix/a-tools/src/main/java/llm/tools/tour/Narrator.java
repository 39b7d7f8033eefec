package llm.tools.tour;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.Machine;
import llm.tools.cli.Progress;
import picocli.CommandLine.Help.Ansi;

/// Tells the tour on the screen, and remembers what was said for the page. Colour only on a terminal.
final class Narrator {
    private final CommonOptions common;
    private final PrintWriter out;
    private final List<Part> parts = new ArrayList<>();
    private final long start = System.nanoTime();

    /// One part: what was said, what was found, when it began.
    private record Part(String title, String text, double startedAt, Map<String, String> facts) {}

    Narrator(CommonOptions common, PrintWriter out) {
        this.common = common;
        this.out = out;
    }

    /// Opens a part.
    void part(String title, String text) {
        parts.add(new Part(title, text, seconds(), new LinkedHashMap<>()));
        out.printf("%n%s%n   %s%n", styled("bold,fg(cyan)", parts.size() + "  " + title), text);
        out.flush();
    }

    /// One finding of the part.
    void fact(String name, String value) {
        out.printf("   %s %s%n", styled("faint", "%-12s".formatted(name)), value);
        out.flush();
        parts.getLast().facts.put(name, value);
    }

    /// A story.
    void quote(String text) {
        text.lines().forEach(line -> out.printf("   %s %s%n", styled("fg(yellow)", "│"), line));
        out.println();
        out.flush();
    }

    private static String styled(String style, String text) {
        return Ansi.AUTO.string("@|" + style + " " + text + "|@");
    }

    Progress progress(String task, String unit, long total) {
        return common.progress(task, unit, total);
    }

    /// Seconds since the tour began.
    double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }

    /// What ran so far, as a table in HTML.
    String table() {
        StringBuilder html = new StringBuilder("<table>");
        double now = seconds();
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            double end = i + 1 < parts.size() ? parts.get(i + 1).startedAt : now;
            html.append("<tr><th>%s</th><td>%s</td><td>%.0f s</td></tr>%n".formatted(
                    TourPage.escape(part.title), facts(part), end - part.startedAt));
        }
        return html.append("<tr><th>All</th><td>%s</td><td>%.0f s</td></tr></table>".formatted(
                TourPage.escape(Machine.words()), now)).toString();
    }

    private static String facts(Part part) {
        StringBuilder html = new StringBuilder(TourPage.escape(part.text)).append("<dl>");
        part.facts.forEach((name, value) -> html.append("<dt>").append(TourPage.escape(name))
                .append("</dt><dd>").append(TourPage.escape(value)).append("</dd>"));
        return html.append("</dl>").toString();
    }
}
