import llm.exercise.ExerciseNotDone;

/// Exercise 2.8 ★: sliding windows. A row of ids becomes examples for training.
///
/// A window of `context` ids is the input of an example, and the same window one place further
/// holds its targets. The first window begins at the first id, each later one `stride` ids behind
/// the one before. Only whole windows count, and the last target must exist, too: a window that
/// begins at `i` needs the ids `i` to `i + context`. So there are
/// `(tokens - context - 1) / stride + 1` windows, rounded down, and none if there are fewer than
/// `context + 1` ids.
///
/// With context 2 and stride 2, the ids `{5, 6, 7, 8, 9, 10}` have the inputs `{{5, 6}, {7, 8}}`
/// and the targets `{{6, 7}, {8, 9}}`. With context 8 and stride 2 they have no window.
///
/// Refuse a context or stride below 1 with an `IllegalArgumentException`. Write it without
/// `TokenDataset` of the library.
///
/// Section 2.7 of the notebook.
public final class Ex28SlidingWindows {
    private Ex28SlidingWindows() {}

    /// @param ids     `(tokens)`
    /// @param context ids in each window
    /// @param stride  ids from the start of one window to the next
    /// @return `(windows, context)`
    public static int[][] inputs(int[] ids, int context, int stride) {
        throw new ExerciseNotDone("Exercise 2.8: write inputs(int[], int, int)");
    }

    /// @param ids     `(tokens)`
    /// @param context ids in each window
    /// @param stride  ids from the start of one window to the next
    /// @return `(windows, context)`, the targets of [#inputs]
    public static int[][] targets(int[] ids, int context, int stride) {
        throw new ExerciseNotDone("Exercise 2.8: write targets(int[], int, int)");
    }
}
