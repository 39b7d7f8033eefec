package llm.deploy.engine;

import java.time.Duration;

/// How much an [Engine] takes upon itself.
///
/// @param together    most answers that are written at the same time
/// @param waiting     most requests that wait for their turn
/// @param prefixBytes memory for keys and values of prompts that have been answered, in case others
///                    begin with them
/// @param timeout     longest time from a request to the end of its answer
public record EngineLimits(int together, int waiting, long prefixBytes, Duration timeout) {

    public EngineLimits {
        if (together < 1 || waiting < 0 || prefixBytes < 0 || !timeout.isPositive()) {
            throw new IllegalArgumentException(("together must be 1 or more, waiting and "
                    + "prefixBytes 0 or more, timeout positive, got %d, %d, %d and %s")
                    .formatted(together, waiting, prefixBytes, timeout));
        }
    }

    /// Eight at a time and four times as many waiting, with 256 MiB for prompts and ten minutes for
    /// an answer.
    public static EngineLimits usual() {
        return new EngineLimits(8, 32, 256L << 20, Duration.ofMinutes(10));
    }

    public EngineLimits withTogether(int most) {
        return new EngineLimits(most, waiting, prefixBytes, timeout);
    }

    public EngineLimits withWaiting(int most) {
        return new EngineLimits(together, most, prefixBytes, timeout);
    }

    public EngineLimits withPrefixBytes(long bytes) {
        return new EngineLimits(together, waiting, bytes, timeout);
    }

    public EngineLimits withTimeout(Duration longest) {
        return new EngineLimits(together, waiting, prefixBytes, longest);
    }
}
