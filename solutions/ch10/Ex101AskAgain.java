import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Exercise 10.1: when to ask again.
///
/// **Why.** A busy service knows best when it has room. Where it does not say, a limit that doubles
/// soon leaves enough time for everybody, however many there are, and the draw spreads clients that
/// failed at the same moment. It must come last: drawn before the limit is cut, most clients would
/// wait exactly the longest pause, all together again. Source: Brooker (2015), "Exponential backoff
/// and jitter".
///
/// **Complexity.** O(1) for a pause.
///
/// **Common mistakes.** Asking again after a request that is wrong and stays so, such as 400 or
/// 401; not asking again after 429, since it begins with a 4; seconds taken for milliseconds; no
/// draw; coming back earlier than the service said; `1 << 40`, which is 256.
public final class Ex101AskAgain {
    private final int retries;
    private final long first;
    private final long longest;
    private final RandomGenerator random;

    public Ex101AskAgain(int retries, long first, long longest, RandomGenerator random) {
        this.retries = retries;
        this.first = first;
        this.longest = longest;
        this.random = random;
    }

    public boolean mayPass(int status) {
        return status == 429 || status / 100 == 5;
    }

    public long pause(int retry, String retryAfter) {
        if (retryAfter.matches("[0-9]+")) {
            long told = 1000 * Long.parseLong(retryAfter);
            return told <= longest ? told : -1;
        }
        double limit = Math.min(longest, first * Math.pow(2, retry - 1));
        return (long) (random.nextDouble() * limit);
    }

    public long[] pauses(int[] statuses, String[] retryAfter) {
        long[] pauses = new long[retries];
        int made = 0;
        while (made < retries && mayPass(statuses[made])) {
            long pause = pause(made + 1, retryAfter[made]);
            if (pause < 0) {
                break;
            }
            pauses[made++] = pause;
        }
        return Arrays.copyOf(pauses, made);                 // (pauses)
    }
}
