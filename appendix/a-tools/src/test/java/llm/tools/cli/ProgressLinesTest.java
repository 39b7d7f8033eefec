package llm.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Progress")
class ProgressLinesTest {
    private static final long SECOND = 1_000_000_000L;

    private final StringWriter text = new StringWriter();
    private final AtomicLong clock = new AtomicLong();

    @Test
    @DisplayName("in a log is a line at the start, each ten seconds, and at the end")
    void writesNowAndThen() {
        var task = new Progress.Task("Training", "steps", 100);
        try (var progress = new ProgressLines(task, new PrintWriter(text), clock::get)) {
            for (int step = 1; step <= 100; step++) {
                clock.addAndGet(SECOND / 4);
                progress.reached(step, step < 50 ? "" : "loss 2.5");
            }
        }

        assertThat(text.toString().lines()).containsExactly(
                "Training: 100 steps",
                "Training: 40 %, 40 of 100 steps, 4.0/s, 0:15 left",
                "Training: 80 %, 80 of 100 steps, 4.0/s, 0:05 left, loss 2.5",
                "Training: 100 %, 100 of 100 steps, 4.0/s, 0:25 in all, loss 2.5");
    }

    @Test
    @DisplayName("on a terminal is one line that rewrites itself up to the end")
    void rewritesOneLine() {
        var task = new Progress.Task("Training", "steps", 10);
        try (var progress = new ProgressBarOnTerminal(task, new PrintWriter(text))) {
            progress.reached(10, "loss 2.5");
        }

        assertThat(text.toString()).contains("\r", "Training", "100%", "10/10 steps", "loss 2.5")
                .endsWith(System.lineSeparator());
    }

    @Test
    @DisplayName("of nothing is refused")
    void refusesAnEmptyTask() {
        assertThatThrownBy(() -> new Progress.Task("Training", "steps", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("total must be at least 1, got 0");
    }
}
