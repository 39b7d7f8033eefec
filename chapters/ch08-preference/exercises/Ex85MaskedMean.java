import llm.exercise.ExerciseNotDone;

/// Exercise 8.5 ★: the masked mean. Answers are of different lengths, so a batch of them has places
/// that do not count: prompts, and padding behind the end.
///
/// Return the mean over the places where `mask` is true: over all of the batch, or of each row. Of
///
///     values = {{1, 3, 99}, {5, 6, 7}}    mask = {{true, true, false}, {true, true, true}}
///
/// the mean over all is `(1 + 3 + 5 + 6 + 7) / 5 = 4.4`, and the means of the rows are `{2, 6}`,
/// whose own mean would be another one, 4: in it, a token of a short answer counts for more.
///
/// Where no place counts the mean is 0. What stands at a place that does not count must not matter,
/// even if it is NaN or infinite.
///
/// Section 8.5 of the notebook.
public final class Ex85MaskedMean {
    private Ex85MaskedMean() {}

    /// @param values `(rows, tokens)`
    /// @param mask   true where a place counts, `(rows, tokens)`
    /// @return the mean over all places that count
    public static double overAll(double[][] values, boolean[][] mask) {
        throw new ExerciseNotDone("Exercise 8.5: write overAll(double[][], boolean[][])");
    }

    /// @param values `(rows, tokens)`
    /// @param mask   true where a place counts, `(rows, tokens)`
    /// @return the mean over those places of each row that count, `(rows)`
    public static double[] ofRows(double[][] values, boolean[][] mask) {
        throw new ExerciseNotDone("Exercise 8.5: write ofRows(double[][], boolean[][])");
    }
}
