package llm.data;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/// Closes a stream that gives nothing for a while; its reader, who would wait for ever, then gets
/// an [IOException].
final class StallGuard implements AutoCloseable {
    private final InputStream stream;
    private final long silence;
    private final Thread watcher;
    private volatile long lastSign = System.nanoTime();

    StallGuard(InputStream stream, Duration silence) {
        this.stream = stream;
        this.silence = silence.toNanos();
        watcher = Thread.ofVirtual().start(this::watch);
    }

    /// Something came.
    void alive() {
        lastSign = System.nanoTime();
    }

    private void watch() {
        try {
            long left = silence;
            while (left > 0) {
                Thread.sleep(Duration.ofNanos(left));
                left = silence - (System.nanoTime() - lastSign);
            }
            stream.close();
        } catch (InterruptedException | IOException _) {
            // the reader is done, or its stream is closed already
        }
    }

    @Override
    public void close() {
        watcher.interrupt();
    }
}
