package llm.session;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Stops code of a cell that another cell called, and only that: its loops end when the time is
/// over, and what waits or sleeps is interrupted, but the cell goes on. Closed when the code has
/// ended.
public final class Deadline implements AutoCloseable {
    private static final ScheduledExecutorService TIMER =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon()
                    .name("deadline").factory());

    private final @Nullable StopSwitch loops;
    private final Thread thread = Thread.currentThread();
    private boolean passed;
    private boolean closed;

    private Deadline(@Nullable StopSwitch loops) {
        this.loops = loops;
    }

    /// Begins to watch what the current thread does.
    ///
    /// @param code a class of the code; loops end only if it is a cell's
    public static Deadline of(Class<?> code, Duration time) {
        var deadline = new Deadline(code.getClassLoader() instanceof CellLoader loader
                ? loader.stopSwitch() : null);
        TIMER.schedule(deadline::pass, time.toMillis(), TimeUnit.MILLISECONDS);
        return deadline;
    }

    private synchronized void pass() {
        if (!closed) {
            passed = true;
            if (loops != null) {
                loops.stop();
            }
            thread.interrupt();
        }
    }

    /// Whether the time is over.
    public synchronized boolean passed() {
        return passed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (passed) {
            if (loops != null) {
                loops.reset();
            }
            Thread.interrupted();
        }
    }
}
