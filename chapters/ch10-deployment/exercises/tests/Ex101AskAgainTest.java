import static llm.exercise.Expect.expect;

import java.util.Arrays;
import java.util.function.LongUnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 10.1: when to ask again")
class Ex101AskAgainTest {
    /// Numbers that are known beforehand, one after the other.
    private static final class Draws implements RandomGenerator {
        private final double[] draws;
        private int asked;

        private Draws(double... draws) {
            this.draws = draws;
        }

        @Override
        public double nextDouble() {
            return draws[asked++ % draws.length];
        }

        @Override
        public long nextLong() {
            return (long) (nextDouble() * 0x1p63);
        }
    }

    private static final int[] RETRIES = {1, 2, 3, 4};
    private static final String[] NONE = {"", "", "", ""};

    @Test
    @DisplayName("the pauses of the text")
    void givesTheWorkedExample() {
        ofPause("the pauses of the first four retries", pausesOf(client(1000, 3000, 0.5), RETRIES,
                NONE)).toBe(new long[] {500, 1000, 1500, 1500});
        ofPause("the pauses that are told", pausesOf(client(1000, 3000, 0.5), new int[] {1, 1},
                new String[] {"2", "4"})).toBe(new long[] {2000, -1});
        pauses("the pauses of a client that gets 503, 429 and 200", client(1000, 3000, 0.5),
                new int[] {503, 429, 200, 200}, "", "2", "", "").toBe(new long[] {500, 2000});
        pauses("the pauses of a client that gets 503, 429 and 500", client(1000, 3000, 0.5),
                new int[] {503, 429, 500, 200}, "", "2", "", "")
                .toBe(new long[] {500, 2000, 1500});
    }

    @Test
    @DisplayName("only a server that is busy or failed is asked again")
    void knowsStatuses() {
        int[] statuses = {200, 204, 301, 400, 401, 403, 404, 408, 413, 422, 429, 430, 499, 500, 501,
            502, 503, 504, 529, 599, 600};
        ofStatus("whether statuses from 200 to 600 may pass", statuses).toBe(IntStream.of(statuses)
                .mapToObj(status -> status == 429 || status >= 500 && status < 600).toArray());
    }

    @Test
    @DisplayName("a pause may be told as 0, as the longest one, or not at all")
    void readsRetryAfter() {
        ofPause("the pauses with other headers", pausesOf(client(100, 8000, 0.25),
                new int[] {1, 7, 3, 1, 2, 1, 2, 1},
                new String[] {"0", "8", "9", "soon", "-1", "1.5", "Mon, 30 Nov 2026 12:00:00 GMT",
                    "100000000"}))
                .toBe(new long[] {0, 8000, -1, 25, 50, 25, 50, -1});
    }

    @Test
    @DisplayName("no number of retries overflows")
    void staysBelowTheLongest() {
        int[] retries = {9, 10, 31, 32, 33, 40, 63, 64, 65, 66, 100};
        String[] none = new String[retries.length];
        Arrays.fill(none, "");
        long[] right = new long[retries.length];
        Arrays.fill(right, 50_000);
        right[0] = 25_600;
        ofPause("the pauses of many retries", pausesOf(client(200, 100_000, 0.5), retries, none))
                .toBe(right);
    }

    @Test
    @DisplayName("a client stops when there is nothing to gain, no retry left or too long to wait")
    void stops() {
        pauses("the pauses of a client that gets 404 at once", client(1000, 3000, 0.5),
                new int[] {404, 200, 200, 200}, "1", "", "", "").toBe(new long[] {});
        pauses("the pauses of a client that only ever gets 503", client(1000, 3000, 0.5),
                new int[] {503, 503, 503, 503}, NONE).toBe(new long[] {500, 1000, 1500});
        pauses("the pauses of a client that is told to wait too long", client(1000, 3000, 0.5),
                new int[] {500, 429, 500, 200}, "", "60", "", "").toBe(new long[] {500});
        pauses("the pauses of a client without retries",
                new Ex101AskAgain(0, 1000, 3000, new Draws(0.5)), new int[] {503}, "1")
                .toBe(new long[] {});
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("any service, any chance")
    void anyService(RandomGenerator random) {
        for (int i = 0; i < 6; i++) {
            long first = random.nextLong(50, 400);
            long longest = first * 16 + random.nextLong(100);
            double[] draws = random.doubles(8, 0.05, 1).toArray();
            var client = new Ex101AskAgain(8, first, longest, new Draws(draws));
            int[] statuses = IntStream.range(0, 9).map(_ -> new int[] {429, 500, 503, 529}[
                    random.nextInt(4)]).toArray();
            String[] headers = new String[9];
            Arrays.fill(headers, "");
            int told = random.nextInt(1, 5);
            headers[told] = "0";
            int end = random.nextInt(6, 9);
            statuses[end] = random.nextBoolean() ? 200 : 400;
            long[] right = new long[end];
            long limit = first;
            for (int retry = 0, drawn = 0; retry < end; retry++, limit += limit) {
                right[retry] = retry == told ? 0
                        : (long) (draws[drawn++] * (limit > longest ? longest : limit));
            }
            pauses("the pauses with another service", client, statuses, headers).toBe(right);
        }
    }

    private static Ex101AskAgain client(long first, long longest, double u) {
        return new Ex101AskAgain(3, first, longest, new Draws(u));
    }

    private static long[] pausesOf(Ex101AskAgain client, int[] retries, String[] retryAfter) {
        return IntStream.range(0, retries.length)
                .mapToLong(i -> client.pause(retries[i], retryAfter[i])).toArray();
    }

    private static Expect ofStatus(String what, int... statuses) {
        var client = client(1000, 3000, 0.5);
        return statusNamed(expect(what, IntStream.of(statuses).mapToObj(client::mayPass)
                .toArray()));
    }

    private static Expect ofPause(String what, long... actual) {
        return pauseNamed(expect(what, actual));
    }

    private static Expect pauses(String what, Ex101AskAgain client, int[] statuses,
            String... retryAfter) {
        long[] busy = client(1000, 3000, 0.75).pauses(new int[] {503, 503, 503, 503}, NONE);
        return pauseNamed(statusNamed(expect(what, client.pauses(statuses, retryAfter))))
                .mistakeIf(Arrays.equals(busy, new long[] {750, 1500}), "backoff-one-retry-less",
                        "the first request counts as a retry: the retries come after it");
    }

    /// A mistake is named by what it gives for these statuses.
    private static Expect statusNamed(Expect expect) {
        var client = client(1000, 3000, 0.75);
        boolean[] passing = {client.mayPass(400), client.mayPass(404), client.mayPass(429),
            client.mayPass(500), client.mayPass(503)};
        return expect
                .mistakeIf(is(passing, true, true, true, true, true), "backoff-after-any-error",
                        "all errors are tried again, but a request that is wrong stays wrong")
                .mistakeIf(is(passing, false, false, false, true, true), "backoff-gives-up-at-429",
                        "429 is taken for a fault of the request: it says that there were too "
                        + "many, and passes with time");
    }

    /// A mistake is named by what it gives for these retries, and for these headers.
    private static Expect pauseNamed(Expect expect) {
        long[] chosen = pausesOf(client(1000, 3000, 0.75), RETRIES, NONE);
        long[] told = pausesOf(client(1000, 3000, 0.75), new int[] {1, 1, 1},
                new String[] {"1", "3", "4"});
        long[] large = pausesOf(client(1000, 3000, 0.75), new int[] {34, 66},
                new String[] {"", ""});
        return expect
                .mistakeIf(is(chosen, limit -> limit, 1000, 2000, 3000, 3000),
                        "backoff-without-jitter", "the limit itself is waited: all that failed "
                        + "together come back together, so draw a part of it")
                .mistakeIf(is(chosen, limit -> limit * 3 / 4, 2000, 3000, 3000, 3000),
                        "backoff-doubles-at-once", "the first pause is doubled already: its limit "
                        + "is to be the first one itself")
                .mistakeIf(is(chosen, limit -> limit * 3 / 4, 1000, 2000, 3000, 3000)
                        && (large[0] != 2250 || large[1] != 2250), "backoff-overflows",
                        "the doubled pause overflows with many retries: limit it before it does")
                .mistakeIf(Arrays.equals(chosen, new long[] {750, 1500, 3000, 3000}),
                        "backoff-limit-after-the-draw", "the draw comes before the limit, so most "
                        + "clients wait the longest pause, together: draw a part of the limit")
                .mistakeIf(Arrays.equals(told, new long[] {750, 750, 750}),
                        "backoff-ignores-the-server", "Retry-After is not looked at: the service "
                        + "knows best when it has room again")
                .mistakeIf(Arrays.equals(told, new long[] {1, 3, 4}), "backoff-seconds-as-millis",
                        "Retry-After is taken for milliseconds: it is in seconds")
                .mistakeIf(Arrays.equals(told, new long[] {1000, 3000, 3000}),
                        "backoff-cuts-what-is-told", "a pause that is told is cut to the longest "
                        + "one: who comes back too early is refused again, so give up");
    }

    private static boolean is(boolean[] passing, boolean... seen) {
        return Arrays.equals(passing, seen);
    }

    private static boolean is(long[] pauses, LongUnaryOperator part, long... limits) {
        return Arrays.equals(pauses, Arrays.stream(limits).map(part).toArray());
    }
}
