import java.util.Arrays;
import java.util.random.RandomGenerator;

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
            return Math.min(told, longest);
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
        return Arrays.copyOf(pauses, made);
    }
}
