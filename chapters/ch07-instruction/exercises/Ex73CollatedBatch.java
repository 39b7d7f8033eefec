import llm.exercise.ExerciseNotDone;

/// Exercise 7.3 ★★: rows of different lengths as a batch. Padding makes a rectangle of them; the
/// loss must not see it, but it must see where each row ends.
///
/// Each row is the ids of prompt and answer, one or more, without an end token. Put `end` behind
/// each, and behind that as many more of `end`, now as padding, as make all rows equally long. The
/// inputs are all of a padded row but the last id, the targets all but the first. The target that
/// is a row's own end token counts; those behind it are padding and become `CrossEntropy.IGNORED`,
/// which is −100. Inputs and targets of more than `context` tokens are cut to their first
/// `context`; a row that is cut so has no end token put behind it.
///
/// A row may hold the id `end` itself, in a chat for example: such a target counts like any other.
///
/// For the rows `{5, 6, 7}` and `{8}`, with 0 as end and a context of 10:
///
/// ```text
/// inputs   5 6 7      targets   6    7    0
///          8 0 0                0 −100 −100
/// ```
///
/// With a context of 2 only the first two columns are left. Write it without `PaddedBatch`.
///
/// Section 7.5 of the notebook.
public final class Ex73CollatedBatch {
    private Ex73CollatedBatch() {}

    /// @param rows    ids, `(batch)` rows of one id or more each
    /// @param end     the id that ends a row, and the one to pad with
    /// @param context most tokens of a row of the batch, at least 1
    /// @return inputs and targets, `(2, batch, tokens)`
    public static int[][][] collate(int[][] rows, int end, int context) {
        throw new ExerciseNotDone("Exercise 7.3: write collate(int[][], int, int)");
    }
}
