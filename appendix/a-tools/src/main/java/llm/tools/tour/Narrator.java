package llm.tools.tour;

import java.io.PrintWriter;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.Progress;
import picocli.CommandLine.Help.Ansi;

/// Tells the tour on the screen, and hands the same to the report. Colour only on a terminal.
final class Narrator {
    private final CommonOptions common;
    private final PrintWriter out;
    private final TourReport.Builder report;
    private final long start = System.nanoTime();
    private int stage;

    Narrator(CommonOptions common, TourReport.Builder report) {
        this.common = common;
        this.out = common.out();
        this.report = report;
    }

    /// Opens a stage.
    void stage(String title, String text) {
        stage++;
        out.printf("%n%s%n   %s%n", styled("bold,fg(cyan)", stage + "  " + title), text);
        out.flush();
        report.stage(title, text, seconds());
    }

    /// One finding of the stage.
    void fact(String name, String value) {
        out.printf("   %s %s%n", styled("faint", "%-12s".formatted(name)), value);
        out.flush();
        report.fact(name, value);
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
}
