package llm.session;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// `System.out` or `System.err` of cells. A cell that closes it closes nothing: what is printed
/// afterwards is shown as well.
public final class CellPrintStream extends PrintStream {
    /// @param listener hears what is printed, at each flush
    public CellPrintStream(Consumer<String> listener) {
        super(new Buffer(listener), true, StandardCharsets.UTF_8);
    }

    private static final class Buffer extends ByteArrayOutputStream {
        private final Consumer<String> listener;

        Buffer(Consumer<String> listener) {
            this.listener = listener;
        }

        @Override
        public synchronized void flush() {
            if (size() > 0) {
                listener.accept(toString(StandardCharsets.UTF_8));
                reset();
            }
        }
    }

    @Override
    public void close() {
        flush();
    }
}
