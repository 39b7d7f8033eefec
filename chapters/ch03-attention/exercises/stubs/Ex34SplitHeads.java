import llm.exercise.ExerciseNotDone;

/// Exercise 3.4 ★★: the heads of a row, split and merged. One product makes the queries of all
/// heads; what is left to do is to say which numbers belong to which head.
///
/// A token's row holds its heads side by side: first the `headDim` numbers of head 0, then those of
/// head 1, and so on. `split` gives each head a matrix of its own, with a row for each token. `{{0,
/// 1, 2, 3}, {10, 11, 12, 13}, {20, 21, 22, 23}}`, three tokens with two heads of two numbers,
/// becomes `{{{0, 1}, {10, 11}, {20, 21}}, {{2, 3}, {12, 13}, {22, 23}}}`. `merge` is the way back.
///
/// Refuse fewer than one head, and a row that `heads` heads cannot share equally, with an
/// `IllegalArgumentException`. Write it without `Heads` of the library.
///
/// Section 3.7 of the notebook.
public final class Ex34SplitHeads {
    private Ex34SplitHeads() {}

    /// @param x     `(tokens, heads · headDim)`
    /// @param heads at least 1
    /// @return `(heads, tokens, headDim)`
    public static float[][][] split(float[][] x, int heads) {
        throw new ExerciseNotDone("Exercise 3.4: write split(x, heads)");
    }

    /// @param x `(heads, tokens, headDim)`
    /// @return `(tokens, heads · headDim)`
    public static float[][] merge(float[][][] x) {
        throw new ExerciseNotDone("Exercise 3.4: write merge(x)");
    }
}
