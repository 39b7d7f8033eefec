package llm.tools.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// A line at the start, every ten seconds, and at the end: for logs.
final class ProgressLines implements Progress {
    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(10);

    private final Task task;
    private final PrintWriter err;
    private final LongSupplier clock;
    private final long start;
    private long lastLine;
    private long lastCount;

    /// @param clock nanoseconds from any origin
    ProgressLines(Task task, PrintWriter err, LongSupplier clock) {
        this.task = task;
        this.err = err;
        this.clock = clock;
        start = clock.getAsLong();
        lastLine = start;
        err.println(task.name() + ": " + task.total() + " " + task.unit());
    }

    @Override
    public void reached(long count, String note) {
        long now = clock.getAsLong();
        boolean complete = count >= task.total() && lastCount < task.total();
        lastCount = count;
        if (complete || now - lastLine >= INTERVAL) {
            lastLine = now;
            err.println(line(count, (now - start) / 1e9, note));
        }
    }

    @Override
    public void tell(String lines) {
        err.println(lines);
    }

    @Override
    public void close() {
        err.flush();
    }

    private String line(long count, double seconds, String note) {
        double rate = count / Math.max(seconds, 1e-9);
        long left = Math.round((task.total() - count) / Math.max(rate, 1e-9));
        String end = count >= task.total() ? clock(Math.round(seconds)) + " in all"
                : clock(left) + " left";
        return String.format(Locale.ROOT, "%s: %d %%, %d of %d %s, %.1f/s, %s%s", task.name(),
                100 * count / task.total(), count, task.total(), task.unit(), rate, end,
                note.isBlank() ? "" : ", " + note);
    }

    private static String clock(long seconds) {
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60,
                        seconds % 60);
    }
}
