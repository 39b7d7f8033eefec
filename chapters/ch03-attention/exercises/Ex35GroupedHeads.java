import llm.exercise.ExerciseNotDone;

/// Exercise 3.5 ★★: key/value heads for groups of heads. With grouped-query attention there are
/// fewer key/value heads than query heads, and heads that are neighbours share one.
///
/// `repeat` gives each of `heads` query heads the key/value head that it uses: with 2 key/value
/// heads for 6 heads, the first serves heads 0, 1 and 2, the second heads 3, 4 and 5. So `{{{1}},
/// {{2}}}` becomes `{{{1}}, {{1}}, {{1}}, {{2}}, {{2}}, {{2}}}`.
///
/// `repeatBackward` is the way back of a gradient: given `dL/d repeat(x)`, return `dL/dx`. A
/// key/value head acts on the loss through all the heads that it serves. `{{{1}}, {{2}}, {{3}},
/// {{10}}, {{20}}, {{30}}}` for 2 key/value heads becomes `{{{6}}, {{60}}}`.
///
/// Refuse a number of heads that is no multiple of the number of key/value heads with an
/// `IllegalArgumentException`.
///
/// Section 3.9 of the notebook.
public final class Ex35GroupedHeads {
    private Ex35GroupedHeads() {}

    /// @param x     keys or values, `(kvHeads, tokens, headDim)`
    /// @param heads query heads, at least 1
    /// @return `(heads, tokens, headDim)`
    public static float[][][] repeat(float[][][] x, int heads) {
        throw new ExerciseNotDone("Exercise 3.5: write repeat(x, heads)");
    }

    /// @param g       gradient of the repeated heads, `(heads, tokens, headDim)`
    /// @param kvHeads key/value heads, at least 1
    /// @return gradient of the key/value heads, `(kvHeads, tokens, headDim)`
    public static float[][][] repeatBackward(float[][][] g, int kvHeads) {
        throw new ExerciseNotDone("Exercise 3.5: write repeatBackward(g, kvHeads)");
    }
}
