package llm.eval.judge;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/// How patient a client is.
///
/// @param timeout      of one request, up to the last byte of its answer
/// @param retries      after the first try, where a server is busy or failed
/// @param firstPause   before the first retry; doubled before each further one
/// @param longestPause a server that asks for more is given up
public record RetryPolicy(Duration timeout, int retries, Duration firstPause,
                          Duration longestPause) {
    /// Two minutes for an answer, and five retries after 1, 2, 4, 8 and 16 seconds.
    public static final RetryPolicy USUAL = new RetryPolicy(Duration.ofMinutes(2), 5,
            Duration.ofSeconds(1), Duration.ofMinutes(2));
    private static final int MOST_RETRIES = 20;
    private static final int TOO_MANY_REQUESTS = 429;

    public RetryPolicy {
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("timeout must be positive, got " + timeout);
        }
        if (retries < 0 || retries > MOST_RETRIES) {
            throw new IllegalArgumentException(
                    "retries must be from 0 to %d, got %d".formatted(MOST_RETRIES, retries));
        }
    }

    /// Whether the same request may succeed later.
    static boolean mayPass(int status) {
        return status == TOO_MANY_REQUESTS || status / 100 == 5;
    }

    /// How long to wait before a retry: as long as the server says, else ever longer.
    ///
    /// @param retryAfter the header of that name, seconds or a date; empty if there is none
    /// @param retry      from 1
    Duration pause(String retryAfter, int retry, Instant now) {
        if (retryAfter.matches("\\d{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(retryAfter));
        }
        try {
            Instant then = ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO;
        } catch (DateTimeException _) {                      // none, or in a form of its own
            Duration doubled = firstPause.multipliedBy(1L << (retry - 1));
            return doubled.compareTo(longestPause) < 0 ? doubled : longestPause;
        }
    }
}
