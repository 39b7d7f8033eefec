import llm.exercise.ExerciseNotDone;

/// Exercise 10.9 ★★: what a load test tells. Many requests were sent to a server; of each it is
/// known when it was sent, when its first token came and when its last one, all in seconds on one
/// clock, and how many tokens came.
///
/// - `percentile`: the smallest of the values such that `percent` of them are no larger (nearest
///   rank): of `n` sorted values the one with the number `percent · n / 100`, rounded up, counted
///   from 1. Values that are NaN are left out first; if none is left it is NaN.
/// - `timesPerToken`: of each request, the time from its first token to its last one, divided by
///   the steps between them, which are one less than the tokens. A single token has none: NaN.
/// - `tokensPerSecond`: what all requests got together, over the whole test. That lasts from the
///   first time that a request was sent to the last time that a token came.
/// - `inFlight`: how many requests were under way at the same time, on average over the whole test.
///   Little's law says it without a look at the single moments: requests per second (of the whole
///   test), times the mean time from sending to the last token.
///
/// ```text
/// sent   first   last   tokens      time to first token   time per token
///  0     0.5     2.5     11               0.5                  0.2
///  1     2       5       31               1                    0.1
///  2     2.25    2.25     1               0.25                 NaN
/// ```
///
/// Of the times to the first token, the median (50 percent) is 0.5 and the 90th percentile is 1; of
/// the times per token, 50 percent is 0.1. The test lasted 5 seconds, with `43 / 5 = 8.6` tokens
/// per second, and `3 / 5 · (2.5 + 4 + 0.25) / 3 = 1.35` requests in flight.
///
/// Section 10.9 of the notebook.
public final class Ex109LoadTest {
    private Ex109LoadTest() {}

    /// @param values  in any order, `(values)`
    /// @param percent above 0, up to 100
    public static double percentile(double[] values, double percent) {
        throw new ExerciseNotDone("Exercise 10.9: write percentile(double[], double)");
    }

    /// @param times  when each was sent, got its first and its last token, `(requests, 3)`
    /// @param tokens of each answer, at least 1, `(requests)`
    /// @return seconds, `(requests)`
    public static double[] timesPerToken(double[][] times, int[] tokens) {
        throw new ExerciseNotDone("Exercise 10.9: write timesPerToken(double[][], int[])");
    }

    /// @param times  as above, in any order, `(requests, 3)`
    /// @param tokens of each answer, `(requests)`
    public static double tokensPerSecond(double[][] times, int[] tokens) {
        throw new ExerciseNotDone("Exercise 10.9: write tokensPerSecond(double[][], int[])");
    }

    /// @param times as above, in any order, `(requests, 3)`
    /// @return requests
    public static double inFlight(double[][] times) {
        throw new ExerciseNotDone("Exercise 10.9: write inFlight(double[][])");
    }
}
