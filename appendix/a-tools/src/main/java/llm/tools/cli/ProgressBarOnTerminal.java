package llm.tools.cli;

import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/// One line that rewrites itself, with rate and time left.
final class ProgressBarOnTerminal implements Progress {
    private static final int WIDTH = 79;
    private static final int REDRAW_MILLIS = 200;

    private final ProgressBar bar;
    private final PrintWriter err;

    ProgressBarOnTerminal(Task task, PrintWriter err) {
        this.err = err;
        bar = new ProgressBarBuilder()
                .setTaskName(task.name())
                .setUnit(" " + task.unit(), 1)
                .setInitialMax(task.total())
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setUpdateIntervalMillis(REDRAW_MILLIS)
                .setSpeedUnit(ChronoUnit.SECONDS)
                .showSpeed()
                .setConsumer(new DelegatingProgressBarConsumer(this::draw, WIDTH))
                .build();
    }

    @Override
    public void reached(long count, String note) {
        bar.setExtraMessage(note.isBlank() ? "" : ", " + note);
        bar.stepTo(count);
    }

    @Override
    public void tell(String lines) {
        lines.lines().forEach(line -> err.print("\r" + line + "\u001B[K" + System.lineSeparator()));
        err.flush();
    }

    @Override
    public void close() {
        bar.close();
        err.println();
    }

    private void draw(String line) {
        err.print("\r" + line.stripTrailing() + "\u001B[K"); // erases what the last line had more
        err.flush();
    }
}
