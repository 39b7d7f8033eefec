package llm.tools.cli;

import java.io.PrintWriter;

/// Reports how far a long task has come: a bar on a terminal, a line now and then elsewhere.
public sealed interface Progress extends AutoCloseable
        permits ProgressBarOnTerminal, ProgressLines, NoProgress {
    /// What is being done.
    ///
    /// @param unit  what is counted, in the plural, such as `steps`
    /// @param total the count at the end, at least 1
    record Task(String name, String unit, long total) {
        public Task {
            if (total < 1) {
                throw new IllegalArgumentException("total must be at least 1, got " + total);
            }
        }
    }

    /// Starts to show a task.
    @FunctionalInterface
    interface Source {
        Progress progress(String task, String unit, long total);
    }

    /// Starts the kind that fits standard error. The launcher knows whether it is a terminal:
    /// Java can only tell for standard output.
    static Progress start(Task task, PrintWriter err) {
        return Boolean.getBoolean("llm.terminal")
                ? new ProgressBarOnTerminal(task, err)
                : new ProgressLines(task, err, System::nanoTime);
    }

    /// Tells the count reached so far and a few words about it, such as the loss.
    void reached(long count, String note);

    /// Prints lines that stay, such as a sample of text.
    void tell(String lines);

    @Override
    void close();
}
