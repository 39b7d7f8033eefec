import static llm.exercise.Expect.expect;
import static llm.exercise.Expect.expectRefusal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 2.8: sliding windows")
class Ex28SlidingWindowsTest {
    private static final int[] TEXT = {5, 6, 7, 8, 9, 10};

    @Test
    @DisplayName("the ids in the text have the windows in the text")
    void givesTheWorkedExample() {
        windows("with context 2 and stride 2", TEXT, 2, 2);
        expect("the inputs with context 2 and stride 2", Ex28SlidingWindows.inputs(TEXT, 2, 2))
                .toBe(new int[][] {{5, 6}, {7, 8}});
        expect("the targets with context 2 and stride 2", Ex28SlidingWindows.targets(TEXT, 2, 2))
                .toBe(new int[][] {{6, 7}, {8, 9}});
        windows("with context 8, which is too long", TEXT, 8, 2);
    }

    @Test
    @DisplayName("windows may overlap, and the last may end with the last id")
    void overlaps() {
        windows("of 13 ids with context 8 and stride 2", ids(13), 8, 2);
        windows("of 6 ids with context 2 and stride 1", TEXT, 2, 1);
        windows("of 5 ids with context 4 and stride 4", Arrays.copyOf(TEXT, 5), 4, 4);
    }

    @Test
    @DisplayName("windows may leave gaps")
    void leavesGaps() {
        windows("of 20 ids with context 3 and stride 5", ids(20), 3, 5);
        windows("of 4 ids with context 1 and stride 7", Arrays.copyOf(TEXT, 4), 1, 7);
    }

    @Test
    @DisplayName("refuses a context or stride below 1")
    void refusesNothing() {
        expectRefusal("the inputs of context 0", () -> Ex28SlidingWindows.inputs(TEXT, 0, 1));
        expectRefusal("the targets of stride 0", () -> Ex28SlidingWindows.targets(TEXT, 2, 0));
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("finds all windows of any row of ids")
    void findsAll(RandomGenerator random) {
        for (int i = 0; i < 8; i++) {
            int context = random.nextInt(2, 9);
            int stride = random.nextInt(1, 11);
            int windows = random.nextInt(2, 7);
            int left = random.nextInt(stride);                      // behind the last window
            int[] ids = random.ints((windows - 1) * stride + context + 1 + left, 0, 50_000)
                    .toArray();
            windows("of more ids", ids, context, stride);
        }
    }

    private static int[] ids(int count) {
        return IntStream.range(100, 100 + count).toArray();
    }

    private static void windows(String what, int[] ids, int context, int stride) {
        int starts = ids.length - context;                          // places with all targets
        Map<String, int[][]> inputs = new LinkedHashMap<>();
        inputs.put("windows-step-by-context", cut(ids, 0, context, context, starts));
        inputs.put("windows-step-by-one", cut(ids, 0, context, 1, starts));
        inputs.put("windows-last-missing", cut(ids, 0, context, stride, starts - 1));
        inputs.put("windows-without-target", cut(ids, 0, context, stride, starts + 1));
        named(expect("the inputs " + what, Ex28SlidingWindows.inputs(ids, context, stride)),
                inputs, cut(ids, 0, context, stride, starts));

        int[][] right = cut(ids, 1, context, stride, starts);
        Map<String, int[][]> targets = new LinkedHashMap<>();
        targets.put("windows-step-by-context", cut(ids, 1, context, context, starts));
        targets.put("windows-step-by-one", cut(ids, 1, context, 1, starts));
        targets.put("windows-last-missing", cut(ids, 1, context, stride, starts - 1));
        targets.put("windows-without-target", cut(ids, 1, context, stride, starts + 1));
        targets.put("windows-targets-unmoved", cut(ids, 0, context, stride, starts));
        targets.put("windows-targets-behind", cut(ids, context, context, stride, starts));
        named(expect("the targets " + what, Ex28SlidingWindows.targets(ids, context, stride)),
                targets, right);
    }

    /// Names each mistake that gives what no other gives.
    private static void named(Expect windows, Map<String, int[][]> mistakes, int[][] right) {
        mistakes.forEach((key, wrong) -> {
            long same = mistakes.values().stream()
                    .filter(other -> Arrays.deepEquals(wrong, other)).count();
            if (same == 1) {
                windows.mistake(key, words(key), wrong);
            }
        });
        windows.toBe(right);
    }

    private static String words(String key) {
        return switch (key) {
            case "windows-step-by-context" -> "each window begins where the one before ends, but "
                    + "it begins a stride behind the start of that one";
            case "windows-step-by-one" -> "each window begins one id behind the one before, but "
                    + "it begins a stride behind it";
            case "windows-last-missing" -> "the last window is missing where its last target is "
                    + "the last id";
            case "windows-without-target" -> "there is a window whose last target would lie "
                    + "behind the last id";
            case "windows-targets-unmoved" -> "the targets are the inputs, but they stand one "
                    + "place further";
            default -> "the targets are what follows the window, but each id has the one behind "
                    + "it as its target";
        };
    }

    /// @param shift how much further the windows stand; places behind the last id hold 0
    /// @param ends  the starts lie below it
    private static int[][] cut(int[] ids, int shift, int context, int stride, int ends) {
        List<int[]> windows = new ArrayList<>();
        for (int start = shift; start < ends + shift; start += stride) {
            windows.add(IntStream.range(start, start + context)
                    .map(i -> i < ids.length ? ids[i] : 0).toArray());
        }
        return windows.toArray(int[][]::new);
    }
}
