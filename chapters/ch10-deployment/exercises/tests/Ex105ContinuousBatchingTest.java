import static llm.exercise.Expect.expect;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 10.5: continuous batching")
class Ex105ContinuousBatchingTest {
    private static final int[][] EXAMPLE = {{0, 4, 3}, {0, 2, 1}, {0, 3, 2}};

    @Test
    @DisplayName("both schedules of the text, and what they yield")
    void givesTheWorkedExample() {
        int[][] continuous = {{0, 2}, {1, 1}, {2, 3}};
        int[][] batches = {{0, 2}, {1, 1}, {3, 4}};
        continuous("the continuous schedule of the text", 2, 4, EXAMPLE).toBe(continuous);
        inBatches("the schedule of the text in batches", 2, 4, EXAMPLE).toBe(batches);
        perStep("the yield of the continuous schedule", continuous).toBe(1.5, 1e-9);
        perStep("the yield of the schedule in batches", batches).toBe(1.2, 1e-9);
    }

    @Test
    @DisplayName("one request goes through a server of its own")
    void servesOne() {
        both("of a prompt of one token and an answer of one", 1, 4, new int[][] {{0, 1, 1}});
        both("of a prompt of two blocks", 3, 4, new int[][] {{2, 8, 2}});
        both("of a prompt of two blocks and a token", 3, 4, new int[][] {{0, 9, 1}});
    }

    @Test
    @DisplayName("requests wait for each other, for a slot and for the block")
    void servesMany() {
        both("of one slot", 1, 4, new int[][] {{0, 3, 2}, {0, 5, 1}, {9, 1, 3}, {10, 4, 1}});
        both("of requests that arrive one by one", 3, 2, new int[][] {{0, 2, 6}, {1, 2, 2},
            {2, 5, 3}, {4, 1, 1}, {4, 1, 4}, {6, 3, 1}});
        both("of a long prompt before short ones", 4, 3, new int[][] {{0, 1, 9}, {1, 8, 2},
            {1, 1, 1}, {2, 2, 2}});
        both("of a long pause", 2, 4, PROBE);
        both("of a late first request", 2, 4, new int[][] {{5, 4, 2}, {5, 4, 1}, {6, 4, 2}});
    }

    @Test
    @DisplayName("a schedule yields at least a token per step, idle steps left out")
    void tellsTheYield() {
        perStep("the yield with steps without a token", new int[][] {{2, 4}, {3, 3}, {9, 10}})
                .toBe(1.2, 1e-9);
        perStep("the yield of one text", new int[][] {{7, 9}}).toBe(1.0, 1e-9);
        perStep("the yield of texts in any order", new int[][] {{4, 9}, {0, 5}, {0, 9}, {0, 9}})
                .toBe(3.2, 1e-9);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("any server, any requests")
    void anyServer(RandomGenerator random) {
        for (int i = 0; i < 8; i++) {
            int[][] requests = IntStream.range(0, 12).mapToObj(_ -> new int[] {
                random.nextInt(30), random.nextInt(1, 12), random.nextInt(1, 9)})
                    .sorted((a, b) -> a[0] - b[0]).toArray(int[][]::new);
            both("of another server", random.nextInt(1, 5), random.nextInt(2, 6), requests);
            int[][] schedule = right(requests, 3, 4, false);
            int[] steps = Stream.of(schedule).flatMapToInt(each ->
                    IntStream.rangeClosed(each[0], each[1])).toArray();
            perStep("the yield of another schedule", schedule).toBe((double) steps.length
                    / IntStream.of(steps).distinct().count(), 1e-9);
        }
    }

    private static void both(String which, int slots, int block, int[][] requests) {
        continuous("the continuous schedule " + which, slots, block, requests)
                .toBe(right(requests, slots, block, false));
        inBatches("the schedule in batches " + which, slots, block, requests)
                .toBe(right(requests, slots, block, true));
    }

    private static int[][] copy(int[][] requests) {
        return Stream.of(requests).map(int[]::clone).toArray(int[][]::new);
    }

    /// Request by request, since none depends on a later one. Prompts are read like one long text,
    /// of which a block at most is read in a step.
    private static int[][] right(int[][] requests, int slots, int block, boolean batches) {
        int[][] right = new int[requests.length][2];
        int batch = 0;                                      // its first request
        int join = 0;
        int reading = 0;                                    // step
        int left = block;                                   // of the block in this step
        for (int i = 0; i < requests.length; i++) {
            int[][] before = Arrays.copyOf(right, i);
            int arrival = requests[i][0];
            if (!batches) {
                join = IntStream.iterate(Math.max(join, arrival), step -> step + 1)
                        .filter(step -> open(before, step) < slots).findFirst().orElseThrow();
            } else if (i == batch || i - batch == slots || arrival > join) {
                batch = i;
                join = Math.max(arrival, Stream.of(before).mapToInt(each -> each[1] + 1).max()
                        .orElse(0));
            }
            left = reading < join ? block : left;
            reading = Math.max(reading, join);
            int behind = requests[i][1] - left;             // tokens that later steps must read
            int more = Math.max(0, (behind + block - 1) / block);
            reading += more;
            left = more * block - behind;
            right[i] = new int[] {reading, reading + requests[i][2] - 1};
        }
        return right;
    }

    /// How many are not over before a step.
    private static long open(int[][] schedule, int step) {
        return Stream.of(schedule).filter(each -> each[1] >= step).count();
    }

    /// On these, with two slots and a block of 4, no two mistakes give the same.
    private static final int[][] PROBE = {{0, 6, 4}, {0, 3, 2}, {1, 5, 3}, {9, 2, 1}, {10, 9, 2},
        {10, 1, 4}, {11, 3, 1}};
    private static final int[][] AT_ONCE = Stream.of(PROBE).map(each ->
            new int[] {0, each[1], each[2]}).toArray(int[][]::new);

    private static Expect continuous(String what, int slots, int block, int[][] requests) {
        int[][] seen = Ex105ContinuousBatching.continuous(copy(PROBE), 2, 4);
        return named(expect(what, Ex105ContinuousBatching.continuous(copy(requests), slots, block)),
                seen, false)
                .mistakeIf(same(seen, right(PROBE, 2, 4, true)), "batching-waits-for-all",
                        "requests join only when all slots are free: each slot is to be taken as "
                        + "soon as it is")
                .mistakeIf(same(seen, new int[][] {{1, 4}, {0, 1}, {3, 5}, {9, 9}, {12, 13},
                    {10, 13}, {14, 14}}), "batching-block-for-each", "each prompt has a block of "
                        + "its own in a step: there is one for all of them together")
                .mistakeIf(same(seen, new int[][] {{2, 5}, {3, 4}, {7, 9}, {10, 10}, {13, 14},
                    {13, 16}, {16, 16}}), "batching-writes-a-step-late", "the first token comes a "
                        + "step late: the step that reads the end of a prompt writes it, too")
                .mistakeIf(same(seen, new int[][] {{1, 7}, {2, 3}, {5, 7}, {9, 9}, {12, 13},
                    {12, 16}, {14, 14}}), "batching-reading-stops-writing", "texts wait while the "
                        + "prompts of others are read: a step does both");
    }

    private static Expect inBatches(String what, int slots, int block, int[][] requests) {
        int[][] seen = Ex105ContinuousBatching.inBatches(copy(PROBE), 2, 4);
        return named(expect(what, Ex105ContinuousBatching.inBatches(copy(requests), slots, block)),
                seen, true)
                .mistakeIf(same(seen, new int[][] {{1, 4}, {0, 1}, {6, 8}, {9, 9}, {12, 13},
                    {10, 13}, {14, 14}}), "batching-block-for-each", "each prompt has a block of "
                        + "its own in a step: there is one for all of them together")
                .mistakeIf(same(seen, new int[][] {{2, 5}, {3, 4}, {8, 10}, {12, 12}, {14, 15},
                    {17, 20}, {17, 17}}), "batching-writes-a-step-late", "the first token comes a "
                        + "step late: the step that reads the end of a prompt writes it, too")
                .mistakeIf(same(seen, new int[][] {{1, 5}, {2, 3}, {7, 9}, {10, 10}, {12, 13},
                    {14, 17}, {14, 14}}), "batching-reading-stops-writing", "texts wait while the "
                        + "prompts of others are read: a step does both")
                .mistakeIf(same(seen, new int[][] {{1, 4}, {2, 3}, {10, 12}, {10, 10}, {15, 16},
                    {15, 18}, {19, 19}}), "batching-waits-for-a-full-batch", "a batch waits until "
                        + "there is a request for each slot: it begins with those that are there");
    }

    private static Expect named(Expect expect, int[][] seen, boolean batches) {
        return expect
                .mistakeIf(same(seen, right(AT_ONCE, 2, 4, batches)), "batching-ignores-arrivals",
                        "requests join before they have arrived")
                .mistakeIf(same(seen, right(PROBE, 99, 4, batches)), "batching-without-slots",
                        "more texts are written together than there are slots")
                .mistakeIf(same(seen, right(PROBE, 2, 99, batches)), "batching-reads-at-once",
                        "a prompt is read in one step: a step reads a block at most, so that "
                        + "others need not wait for it");
    }

    private static boolean same(int[][] first, int[][] second) {
        return Arrays.deepEquals(first, second);
    }

    private static Expect perStep(String what, int[][] schedule) {
        double tokens = Stream.of(schedule).mapToInt(each -> each[1] - each[0] + 1).sum();
        int end = Stream.of(schedule).mapToInt(each -> each[1] + 1).max().orElseThrow();
        double busy = Stream.of(schedule).flatMapToInt(each ->
                IntStream.rangeClosed(each[0], each[1])).distinct().count();
        return expect(what, Ex105ContinuousBatching.tokensPerStep(copy(schedule)))
                .mistake("batching-counts-idle-steps", "steps in which nothing is written count, "
                        + "too: a server that nobody asks is not slow", tokens / end)
                .mistake("batching-divides-whole-numbers", "whole numbers are divided: the rest "
                        + "is lost", Math.floor(tokens / busy))
                .mistake("batching-mean-length", "the tokens are divided by the texts: it is to "
                        + "be by the steps", tokens / schedule.length);
    }
}
