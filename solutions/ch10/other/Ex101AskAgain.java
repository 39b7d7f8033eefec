import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// With streams, and a limit that is doubled step by step.
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
        return status == 429 || status >= 500 && status < 600;
    }

    public long pause(int retry, String retryAfter) {
        boolean told = !retryAfter.isEmpty()
                && retryAfter.chars().allMatch(each -> each >= '0' && each <= '9');
        if (told) {
            long seconds = Long.parseLong(retryAfter);
            return seconds * 1000 > longest ? -1 : seconds * 1000;
        }
        long limit = LongStream.iterate(Math.min(first, longest),
                each -> Math.min(2 * each, longest)).skip(retry - 1).findFirst().orElseThrow();
        return (long) Math.floor(limit * random.nextDouble());
    }

    public long[] pauses(int[] statuses, String[] retryAfter) {
        return IntStream.range(0, retries).takeWhile(i -> mayPass(statuses[i]))
                .mapToLong(i -> pause(i + 1, retryAfter[i])).takeWhile(pause -> pause >= 0)
                .toArray();
    }
}
