package llm.show;

import java.io.PrintStream;

/// A line of text that rewrites itself: `Training ██████░░░░ 60 of 100  loss 2.31`.
/// It says nothing about time, so that a saved notebook does not depend on the machine.
public final class ProgressLine implements AutoCloseable {
    private static final int WIDTH = 24;
    private static final long PAUSE_NANOS = 100_000_000;

    private final String task;
    private final long total;
    private final PrintStream out;
    private long lastNanos;
    private long count;
    private String note = "";
    private boolean open = true;

    ProgressLine(String task, long total, PrintStream out) {
        if (total < 1) {
            throw new IllegalArgumentException("total must be at least 1, got " + total);
        }
        this.task = task;
        this.total = total;
        this.out = out;
        this.lastNanos = System.nanoTime() - PAUSE_NANOS;
    }

    /// Tells the count reached so far.
    public void reached(long count) {
        reached(count, "");
    }

    /// Tells the count reached so far and a few words about it, such as the loss.
    public void reached(long count, String note) {
        this.count = count;
        this.note = note;
        long now = System.nanoTime();
        if (open && (now - lastNanos >= PAUSE_NANOS || count >= total)) {
            lastNanos = now;
            draw();
        }
    }

    private void draw() {
        int full = Math.clamp(WIDTH * count / total, 0, WIDTH);
        out.print("\r" + task + " " + "█".repeat(full) + "░".repeat(WIDTH - full) + " " + count
                + " of " + total + (note.isEmpty() ? "" : "  " + note));
        out.flush();
    }

    /// Draws the last state and ends the line.
    @Override
    public void close() {
        if (open) {
            draw();
            out.println();
            open = false;
        }
    }
}
