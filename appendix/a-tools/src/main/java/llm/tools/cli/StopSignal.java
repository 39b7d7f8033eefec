package llm.tools.cli;

import java.util.concurrent.CountDownLatch;

/// Turns Ctrl-C into a request to stop, and lets the JVM end only when that has been done.
public final class StopSignal implements AutoCloseable {
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook;

    /// @param request asks the work to stop; called on another thread
    public StopSignal(Runnable request) {
        hook = new Thread(() -> {
            request.run();
            try {
                closed.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /// The work is done or saved.
    @Override
    public void close() {
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // the JVM is ending already, and waits for the hook
        }
    }
}
