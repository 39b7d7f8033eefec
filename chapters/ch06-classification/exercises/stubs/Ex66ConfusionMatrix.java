import llm.exercise.ExerciseNotDone;

/// Exercise 6.6 ★: precision, recall and F1. Which half of the mistakes hurts?
///
/// `counts` says how many texts of each class were taken for each class: the row is the class that
/// a text has, the column the one that it was taken for. The other methods read such a matrix.
///
/// - `precision`: of the texts taken for a class, the share that has it;
/// - `recall`: of the texts that have a class, the share taken for it;
/// - `f1`: the harmonic mean of both, `2 · precision · recall / (precision + recall)`.
///
/// Six texts with the classes `{0, 0, 0, 0, 1, 1}`, taken for `{0, 1, 1, 1, 1, 0}`, give
/// `{{1, 3}, {1, 1}}`. For class 1 the precision is 1/4, the recall 1/2, and F1 is 1/3.
///
/// What would be 0/0 is 0 here: the precision of a class that no text was taken for, the recall of
/// a class that no text has, and F1 where both are 0. (The library's `ConfusionMatrix` says NaN for
/// the first two, so that they are not mistaken for a measurement.)
///
/// Section 6.7 of the notebook.
public final class Ex66ConfusionMatrix {
    private Ex66ConfusionMatrix() {}

    /// @param labels    the class of each text, from 0, `(texts)`
    /// @param predicted the class that each was taken for, `(texts)`
    /// @param classes   how many there are
    /// @return `(classes, classes)`
    public static int[][] counts(int[] labels, int[] predicted, int classes) {
        throw new ExerciseNotDone("Exercise 6.6: write counts(int[], int[], int)");
    }

    /// @param counts `(classes, classes)`
    public static double precision(int[][] counts, int ofClass) {
        throw new ExerciseNotDone("Exercise 6.6: write precision(int[][], int)");
    }

    /// @param counts `(classes, classes)`
    public static double recall(int[][] counts, int ofClass) {
        throw new ExerciseNotDone("Exercise 6.6: write recall(int[][], int)");
    }

    /// @param counts `(classes, classes)`
    public static double f1(int[][] counts, int ofClass) {
        throw new ExerciseNotDone("Exercise 6.6: write f1(int[][], int)");
    }
}
