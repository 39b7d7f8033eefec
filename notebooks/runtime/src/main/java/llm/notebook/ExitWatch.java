package llm.notebook;

import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// Notices that the JVM is about to end because a library that a cell calls said so. Java tells
/// that to a log, on the thread that ends it and before anything else happens.
public final class ExitWatch extends Handler implements AutoCloseable {
    private final Logger log = Logger.getLogger("java.lang.Runtime");
    private final Consumer<String> listener;

    /// @param listener hears the call, such as `System.exit(0)`; it may end the JVM itself
    public ExitWatch(Consumer<String> listener) {
        this.listener = listener;
        setLevel(Level.ALL);
        log.setLevel(Level.FINE);
        log.setUseParentHandlers(false);
        log.addHandler(this);
    }

    @Override
    public void publish(LogRecord message) {
        String status = message.getMessage().replaceAll("[^-\\d]", "");
        listener.accept("System.exit(" + status + ")");
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        log.removeHandler(this);
        log.setLevel(null);
        log.setUseParentHandlers(true);
    }
}
