package llm.bench;

import java.util.Arrays;

/// Times of the same work done again and again.
///
/// @param medianMillis the middle one
/// @param bestMillis   the shortest one
public record Timings(double medianMillis, double bestMillis) {

    /// @param millis one time or more
    public static Timings of(double... millis) {
        if (millis.length == 0) {
            throw new IllegalArgumentException("there must be one time or more, got none");
        }
        double[] sorted = millis.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle]
                : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Timings(median, sorted[0]);
    }
}
