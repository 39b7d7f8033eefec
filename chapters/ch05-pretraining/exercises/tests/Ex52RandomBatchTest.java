import static llm.exercise.Expect.expect;
import static llm.exercise.Expect.expectRefusal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 5.2: a batch from random places")
class Ex52RandomBatchTest {
    private static final int[] FIVE = {10, 11, 12, 13, 14};
    private static final int[] SEVEN = {10, 11, 12, 13, 14, 15, 16};

    @Test
    @DisplayName("places 3 and 0 of seven ids give the two rows in the text")
    void givesTheWorkedExample() {
        bounds("the bounds that draw is asked for", SEVEN, 2, 3).toBe(List.of(4, 4));
        batch("the batch of the example", SEVEN, 3, 3, 0)
                .toBe(new int[][][] {{{13, 14, 15}, {10, 11, 12}}, {{14, 15, 16}, {11, 12, 13}}});
    }

    @Test
    @DisplayName("the only window of a short text can be drawn, again and again")
    void drawsTheOnlyWindow() {
        bounds("the bounds of a text with one window", FIVE, 3, 4).toBe(List.of(1, 1, 1));
        batch("three times the only window", FIVE, 4, 0, 0, 0).toBe(new int[][][] {
                {{10, 11, 12, 13}, {10, 11, 12, 13}, {10, 11, 12, 13}},
                {{11, 12, 13, 14}, {11, 12, 13, 14}, {11, 12, 13, 14}}});
    }

    @Test
    @DisplayName("refuses an empty batch, an empty window, and a text without a window")
    void refusesWhatHasNoWindow() {
        IntUnaryOperator first = bound -> 0;
        expectRefusal("a batch of 0 rows", () -> Ex52RandomBatch.batch(FIVE, 0, 3, first));
        expectRefusal("a context of 0 tokens", () -> Ex52RandomBatch.batch(FIVE, 2, 0, first));
        expectRefusal("5 ids for 5 inputs and a target behind them",
                () -> Ex52RandomBatch.batch(FIVE, 2, 5, first));
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("every window of any text can be drawn, and its targets are the ids after it")
    void drawsFromAnywhere(RandomGenerator random) {
        int[] ids = random.ints(random.nextInt(60, 90), 0, 1_000).toArray();
        int context = random.nextInt(4, 9);
        int batchSize = random.nextInt(3, 7);
        int places = (int) IntStream.rangeClosed(0, ids.length)
                .filter(start -> start + context + 1 <= ids.length).count();
        bounds("the bounds that draw is asked for", ids, batchSize, context)
                .toBe(Collections.nCopies(batchSize, places));
        int[] starts = random.ints(batchSize, 0, places).toArray();
        starts[0] = places - 1;
        batch("a batch from a longer text", ids, context, starts)
                .toBe(rows(ids, context, starts, 1));
    }

    /// What `draw` is asked for, where it always gives 0.
    private static Expect bounds(String what, int[] ids, int batchSize, int context) {
        List<Integer> bounds = new ArrayList<>();
        Ex52RandomBatch.batch(ids, batchSize, context, bound -> {
            bounds.add(bound);
            return 0;
        });
        int places = ids.length - context;
        return expect(what, bounds)
                .mistake("random-batch-misses-the-last", "the last window is never drawn: the "
                        + "bound is one too small", Collections.nCopies(batchSize, places - 1))
                .mistake("random-batch-runs-over-the-end", "the bound is one too large: behind the "
                        + "last input there must still be a target",
                        Collections.nCopies(batchSize, places + 1))
                .mistake("random-batch-side-by-side", "only windows side by side are drawn, but a "
                        + "window may start at any place",
                        Collections.nCopies(batchSize, (ids.length - 1) / context))
                .mistakeIf(bounds.size() == 1 && batchSize > 1, "random-batch-draws-once",
                        "one draw serves the whole batch, but each row has a place of its own");
    }

    private static Expect batch(String what, int[] ids, int context, int... starts) {
        Iterator<Integer> places = Arrays.stream(starts).iterator();
        return expect(what, Ex52RandomBatch.batch(ids, starts.length, context,
                bound -> places.hasNext() ? places.next() : 0))
                .mistake("random-batch-targets-are-inputs", "the targets are the inputs "
                        + "themselves: each must be the id after its input",
                        rows(ids, context, starts, 0));
    }

    /// Inputs and targets from given places, `(2, batch, tokens)`.
    private static int[][][] rows(int[] ids, int context, int[] starts, int moved) {
        return IntStream.of(0, moved)
                .mapToObj(by -> Arrays.stream(starts)
                        .map(start -> start + by)
                        .mapToObj(from -> Arrays.copyOfRange(ids, from, from + context))
                        .toArray(int[][]::new))
                .toArray(int[][][]::new);
    }
}
