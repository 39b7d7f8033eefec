import llm.exercise.ExerciseNotDone;

/// Exercise 7.4 ★★: packing. Short examples share a row, so that hardly any of it is padding; they
/// must not see each other, and each must believe that it stands alone.
///
/// `pack` goes through the examples in their order. Each is put whole into the first row that has
/// room for it, behind what is there; if none has, into a new row. Three things are returned for
/// each place of a row: its *id*; the number of its *segment*, which counts the examples of the row
/// from 1; and its *position* within its example, from 0. What stays free holds the id `padding`,
/// segment 0 and position 0. For `{5, 6, 7}`, `{8, 9, 8}`, `{3}` and `{4, 2}` in rows of 5 tokens,
/// with −1 as padding:
///
/// ```text
/// ids   5 6 7 3 -1    segments   1 1 1 2 0    positions   0 1 2 0 0
///       8 9 8 4  2               1 1 1 2 2                0 1 2 0 1
/// ```
///
/// `mask` says who may attend to whom: entry `[query][key]` is true where both are of the same
/// segment and the key does not lie behind the query. That holds for padding, too: a query without
/// any key would have no softmax. For the first row: `{{T, F, F, F, F}, {T, T, F, F, F},
/// {T, T, T, F, F}, {F, F, F, T, F}, {F, F, F, F, T}}`.
///
/// Refuse an example of more than `tokens` ids with an `IllegalArgumentException`.
///
/// Section 7.5 of the notebook.
public final class Ex74PackedRows {
    private Ex74PackedRows() {}

    /// @param examples ids, one or more of each example
    /// @param tokens   length of a row
    /// @param padding  the id of places that stay free
    /// @return ids, segments and positions, `(3, rows, tokens)`
    public static int[][][] pack(int[][] examples, int tokens, int padding) {
        throw new ExerciseNotDone("Exercise 7.4: write pack(int[][], int, int)");
    }

    /// @param segments of one row, `(tokens)`
    /// @return who may attend to whom, `(tokens, tokens)`
    public static boolean[][] mask(int[] segments) {
        throw new ExerciseNotDone("Exercise 7.4: write mask(int[])");
    }
}
