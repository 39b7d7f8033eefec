package llm.deploy.engine;

import java.time.Duration;

/// An [Engine] takes no request now.
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Duration retryAfter;

    private Refused(String message, Duration retryAfter) {
        super(message);
        this.retryAfter = retryAfter;
    }

    /// As many requests wait as may.
    ///
    /// @param texts      how many are wanted
    /// @param retryAfter when there is probably room again
    static Refused full(int texts, int waiting, Duration retryAfter) {
        return new Refused("the queue must have room for %s, got %d that wait already".formatted(
                texts == 1 ? "one more request" : texts + " more texts", waiting), retryAfter);
    }

    /// It is about to stop.
    static Refused stopping() {
        return new Refused("the server must be running, got one that is about to stop",
                Duration.ZERO);
    }

    /// When to ask again; zero if never.
    public Duration retryAfter() {
        return retryAfter;
    }
}
