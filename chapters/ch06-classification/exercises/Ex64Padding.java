import llm.exercise.ExerciseNotDone;

/// Exercise 6.4 ★★: padding, and the last real token. Texts of different lengths become a
/// rectangle, and afterwards one must know where each of them ends.
///
/// `toLongest` puts pads behind the shorter texts until all are as long as the longest. With the
/// pad 0, the texts `{5, 6, 7}` and `{8}` become `{{5, 6, 7}, {8, 0, 0}}`. `toLength` makes every
/// row just `length` tokens long: shorter texts get pads, and longer ones are cut off at the end.
/// With `length` 2 the same texts become `{{5, 6}, {8, 0}}`. Texts may be empty; the texts
/// themselves stay as they are.
///
/// `lastTokens` says at which position of each row the last token stands that is no pad: 2 and 0
/// for the first rectangle. Only the pads at the end of a row are padding. A token in the middle of
/// a text that has the pad's number (GPT-2 pads with the end of a text) belongs to the text: the
/// row `{5, 0, 6, 0}` ends at position 2. A row of pads alone gives 0.
///
/// Refuse a `length` below 1 with an `IllegalArgumentException`.
///
/// Section 6.2 of the notebook.
public final class Ex64Padding {
    private Ex64Padding() {}

    /// @param texts token ids, at least one text, in general of different lengths
    /// @param pad   the token to fill up with
    /// @return `(batch, tokens)`, with as many tokens as the longest text has
    public static int[][] toLongest(int[][] texts, int pad) {
        throw new ExerciseNotDone("Exercise 6.4: write toLongest(int[][], int)");
    }

    /// @param length tokens of each row, at least 1
    /// @return `(batch, length)`
    public static int[][] toLength(int[][] texts, int pad, int length) {
        throw new ExerciseNotDone("Exercise 6.4: write toLength(int[][], int, int)");
    }

    /// @param rows `(batch, tokens)`
    /// @return of each row the position of the last token that is no pad, `(batch)`
    public static int[] lastTokens(int[][] rows, int pad) {
        throw new ExerciseNotDone("Exercise 6.4: write lastTokens(int[][], int)");
    }
}
