package llm.notebook;

import java.io.PrintWriter;
import llm.show.Display;
import picocli.CommandLine.Help.Ansi;

/// Tells a run in a terminal: prose, code, and what the cells show, as they show it.
public final class NotebookConsole implements NotebookRun.Listener {
    private static final String ERASE_LINE = "\r\u001B[K";
    private static final int WIDTH = 80;                    // of prose, in characters

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean showsStatus;
    private final int cells;
    private final long start = System.nanoTime();
    private boolean statusShown;
    private final StringBuilder openLine = new StringBuilder();

    /// @param showsStatus whether `err` is a terminal, on which a line can be taken back
    /// @param cells       code cells in all
    public NotebookConsole(PrintWriter out, PrintWriter err, boolean showsStatus, int cells) {
        this.out = out;
        this.err = err;
        this.showsStatus = showsStatus;
        this.cells = cells;
    }

    @Override
    public void reached(NotebookCell cell) {
        if (!cell.isCode()) {
            for (String line : new Prose(cell.source()).lines(WIDTH)) {
                out.println(line.startsWith("#") ? styled("bold,fg(cyan)", line) : line);
            }
        } else {
            out.println();
            String mark = "[%d/%d] ".formatted(cell.number(), cells);
            for (String line : cell.source().stripTrailing().split("\n")) {
                out.println(styled("faint", mark + "│ ") + line);
                mark = " ".repeat(mark.length());
            }
            out.flush();
            showStatus(cell);
        }
        out.flush();
    }

    private void showStatus(NotebookCell cell) {
        if (showsStatus) {
            err.print("cell %d of %d, %.0f s".formatted(cell.number(), cells,
                    (System.nanoTime() - start) / 1e9));
            err.flush();
            statusShown = true;
        }
    }

    private void eraseStatus() {
        if (statusShown) {
            err.print(ERASE_LINE);
            err.flush();
            statusShown = false;
        }
    }

    @Override
    public void showed(Output output) {
        eraseStatus();
        switch (output) {
            case Output.Printed printed -> print(printed.text());
            case Output.Shown shown -> block(shown.display());
            case Output.Value value -> block(value.display());
            case Output.Failed _ -> { }                     // told at the end
        }
        out.flush();
    }

    /// On a terminal at once; elsewhere by whole lines, so that a line that rewrites itself shows
    /// its last state only.
    private void print(String text) {
        if (Ansi.AUTO.enabled()) {
            out.print(text);
        }
        openLine.append(text);
        int end = openLine.lastIndexOf("\n") + 1;
        if (end > 0) {
            if (!Ansi.AUTO.enabled()) {
                out.print(new Output.Printed("stdout", openLine.substring(0, end)).settled());
            }
            openLine.delete(0, end);
        }
    }

    private void block(Display display) {
        endLine();
        print(display.text().stripTrailing() + "\n");
    }

    private void endLine() {
        if (!openLine.isEmpty()) {
            print("\n");
        }
    }

    @Override
    public void left(NotebookCell cell) {
        eraseStatus();
        endLine();
        out.flush();
    }

    private static String styled(String style, String text) {
        return Ansi.AUTO.enabled() ? Ansi.AUTO.string("@|" + style + " " + text + "|@") : text;
    }
}
