import static llm.exercise.Expect.expect;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import llm.instruct.Masking;
import llm.instruct.PromptIds;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 7.5: which targets count")
class Ex75MaskedTargetsTest {
    private static final int NO = -100;
    private static final PromptIds EXAMPLE = new PromptIds(new int[] {5, 6}, new int[] {7},
            new int[] {8, 9});

    @Test
    @DisplayName("the row in the text gives its three lists of targets")
    void givesTheWorkedExample() {
        targets("the targets of the example, PROMPT masked", EXAMPLE, 0, Masking.PROMPT)
                .toBe(new int[] {NO, NO, 8, 9, 0});
        targets("the targets of the example, QUERY masked", EXAMPLE, 0, Masking.QUERY)
                .toBe(new int[] {NO, 7, 8, 9, 0});
        targets("the targets of the example, NOTHING masked", EXAMPLE, 0, Masking.NOTHING)
                .toBe(new int[] {6, 7, 8, 9, 0});
    }

    @Test
    @DisplayName("end tokens within the answer count, and within the prompt do not")
    void masksByPlace() {
        var turns = new PromptIds(new int[] {5, 0, 6, 0}, new int[] {7, 3}, new int[] {8, 0, 9});
        targets("the targets of a row that holds the end token", turns, 0, Masking.PROMPT)
                .toBe(new int[] {NO, NO, NO, NO, NO, 8, 0, 9, 0});
        targets("the targets of the same row, QUERY masked", turns, 0, Masking.QUERY)
                .toBe(new int[] {NO, NO, NO, 7, 3, 8, 0, 9, 0});
    }

    @Test
    @DisplayName("an empty answer leaves the end token, and an empty query hides nothing")
    void masksEmptyParts() {
        var silent = new PromptIds(new int[] {5, 6}, new int[] {7}, new int[0]);
        expect("the targets of an empty answer",
                Ex75MaskedTargets.targets(silent, 4, Masking.PROMPT)).toBe(new int[] {NO, NO, 4});
        var bare = new PromptIds(new int[0], new int[] {7}, new int[] {8, 9});
        expect("the targets behind an empty query",
                Ex75MaskedTargets.targets(bare, 4, Masking.QUERY)).toBe(new int[] {8, 9, 4});
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("any row, masked in each way")
    void masksOthers(RandomGenerator random) {
        var ids = new PromptIds(ids(random, 3, 9), ids(random, 2, 5), ids(random, 2, 9));
        int end = random.nextInt(100, 1000);
        for (Masking masking : Masking.values()) {
            targets("the targets of another row", ids, end, masking)
                    .toBe(hidden(row(ids, end), 1, i -> i < masked(ids, masking)));
        }
    }

    private static int[] ids(RandomGenerator random, int from, int to) {
        return random.ints(random.nextInt(from, to), 1, 100).toArray();
    }

    /// For rows whose answer has two ids or more: then no two mistakes give the same.
    private static Expect targets(String what, PromptIds ids, int end, Masking masking) {
        int[] row = row(ids, end);
        int masked = masked(ids, masking);
        return expect(what, Ex75MaskedTargets.targets(ids, end, masking))
                .mistake("masking-hides-one-too-many", "the first target that should count is "
                        + "hidden: of m ids at the start the first is nobody's target, so m − 1 "
                        + "targets are hidden", hidden(row, 1, i -> i <= masked))
                .mistake("masking-hides-the-end", "the end token does not count, but it is what "
                        + "tells the model to stop", hidden(row, 1,
                        i -> i < masked || i == row.length - 1))
                .mistake("masking-hides-the-end", "the end token does not count, but it is what "
                        + "tells the model to stop", hidden(row, 1,
                        i -> i < masked || row[i] == end))
                .mistake("masking-forgets-the-shift", "the targets are the inputs themselves: each "
                        + "must be the id that comes next", Arrays.copyOf(
                        hidden(row, 0, i -> i < masked), row.length - 1))
                .mistake("masking-learns-the-header", "the header counts although the whole "
                        + "prompt is masked", masking == Masking.PROMPT
                        ? hidden(row, 1, i -> i < ids.query().length)
                        : hidden(row, 1, i -> i < masked));
    }

    private static int masked(PromptIds ids, Masking masking) {
        return masking == Masking.PROMPT ? ids.prompt().length
                : masking == Masking.QUERY ? ids.query().length : 0;
    }

    private static int[] row(PromptIds ids, int end) {
        return IntStream.concat(Arrays.stream(ids.whole()), IntStream.of(end)).toArray();
    }

    /// The row from a place on, with the ids of some places hidden.
    private static int[] hidden(int[] row, int from, IntPredicate places) {
        return IntStream.range(from, row.length).map(i -> places.test(i) ? NO : row[i]).toArray();
    }
}
