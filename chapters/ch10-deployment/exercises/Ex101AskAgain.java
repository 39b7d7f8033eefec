import java.util.random.RandomGenerator;
import llm.exercise.ExerciseNotDone;

/// Exercise 10.1 ★★: when to ask again. A service that is busy will have time later. If all its
/// clients come back at the same moment it is busy again, so they wait longer each time, and by
/// chance.
///
/// `mayPass` tells whether the same request may succeed later: with status 429 (too many requests)
/// and all of 500 to 599 it may, with all others it will not.
///
/// `pause` is how long to wait before a retry, in whole milliseconds:
///
/// - If `retryAfter` consists of digits only, as `"2"` does, so many *seconds*. If these are more
///   than the longest pause, −1: the client gives up. (There are at most 9 digits.)
/// - Any other `retryAfter`, such as `""` or `"soon"`, counts as none. Then the limit of the first
///   retry is `first`, and it doubles with each further one, but is never above `longest`. Ask
///   `random.nextDouble()` once for a number `u` in `[0, 1)` and wait `u` times the limit, rounded
///   down. (Exponential backoff with full jitter.) The number of the retry may be large: nothing
///   must overflow.
///
/// `pauses` are all pauses of a client that makes up to `retries` retries after its first request.
/// It stops at an answer that needs no retry, when it has no retry left, and when `pause` is −1.
///
/// With three retries, `first` 1000 and `longest` 3000, let every `u` be 0.5. Then `pause(1, "")`
/// to `pause(4, "")` are 500, 1000, 1500 and 1500, `pause(1, "2")` is 2000 and `pause(1, "4")` is
/// −1. The answers 503, 429 and 200, of which the second one has a `retryAfter` of `"2"`, have the
/// pauses `{500, 2000}`. If the third answer is 500, too, the next pause is 1500.
///
/// Section 10.2 of the notebook.
public final class Ex101AskAgain {
    /// @param retries most of them, from 0
    /// @param first   limit of the first pause in milliseconds, from 1 to 10,000
    /// @param longest limit of all pauses in milliseconds, up to an hour
    /// @param random  is asked once for each pause that the service does not tell
    public Ex101AskAgain(int retries, long first, long longest, RandomGenerator random) {
        throw new ExerciseNotDone(
                "Exercise 10.1: write Ex101AskAgain(int, long, long, RandomGenerator)");
    }

    /// @param status of an HTTP response
    public boolean mayPass(int status) {
        throw new ExerciseNotDone("Exercise 10.1: write mayPass(int)");
    }

    /// @param retry      from 1
    /// @param retryAfter the header of that name
    /// @return milliseconds, or −1
    public long pause(int retry, String retryAfter) {
        throw new ExerciseNotDone("Exercise 10.1: write pause(int, String)");
    }

    /// @param statuses   that the service answers, one after the other, `(retries + 1)`
    /// @param retryAfter the header with each of them, `(retries + 1)`
    /// @return the pauses in milliseconds, `(pauses)`
    public long[] pauses(int[] statuses, String[] retryAfter) {
        throw new ExerciseNotDone("Exercise 10.1: write pauses(int[], String[])");
    }
}
