package llm.data;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.time.Duration;

/// How often a dropped connection is tried again, and how long silence is borne.
///
/// @param attempts in a row that bring nothing new
/// @param pause    before the second attempt; each further one waits twice as long
/// @param silence  after which a connection that sends nothing counts as dropped
record RetryPolicy(int attempts, Duration pause, Duration silence) {
    static final RetryPolicy DEFAULT =
            new RetryPolicy(6, Duration.ofSeconds(1), Duration.ofSeconds(60));

    /// Something that a dropped connection can make fail with an [IOException].
    interface Attempt<T> {
        T run() throws IOException;
    }

    /// How far the attempts have come, in bytes.
    interface Progress {
        long bytes() throws IOException;
    }

    /// Tries until it works. Attempts that brought bytes do not count; a host that cannot be
    /// reached at all is not asked twice.
    ///
    /// @throws DownloadFailed if it did not work often enough, or trying again is of no use
    <T> T execute(Attempt<T> attempt, Progress progress) throws IOException {
        long start = progress.bytes();
        long reached = start;
        int failed = 0;
        while (true) {
            try {
                return attempt.run();
            } catch (DownloadFailed | InterruptedIOException useless) {
                throw useless;
            } catch (IOException dropped) {
                if (dropped instanceof ConnectException && progress.bytes() == start) {
                    throw new DownloadFailed(dropped.getMessage(), dropped);
                }
                failed = progress.bytes() > reached ? 1 : failed + 1;
                reached = Math.max(reached, progress.bytes());
                if (failed == attempts) {
                    throw new DownloadFailed("The connection failed %d times in a row: %s. What "
                            .formatted(failed, dropped.getMessage())
                            + "has arrived is kept; run the command again to go on.", dropped);
                }
                sleep(pause.multipliedBy(1L << failed - 1));
            }
        }
    }

    private static void sleep(Duration pause) throws InterruptedIOException {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}
