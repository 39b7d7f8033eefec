import llm.exercise.ExerciseNotDone;

/// Exercise 2.9 ★: embedding look-up and its gradient. Ids become vectors, and what the loss says
/// about the vectors goes back to the table.
///
/// - `lookup`: row `t` of the result is row `ids[t]` of the table: `x[t] = table[ids[t]]`.
/// - `backward`: the gradient of the loss by the table, given that by the result. Row `v` is the
///   sum of all rows of the gradient whose id is `v`, and zeros for a token that does not occur:
///   `dL/dtable[v] = Σ dL/dx[t]` over all `t` with `ids[t] = v`.
///
/// Both refuse an id outside the vocabulary (0 to `vocabSize - 1`) with an
/// `IllegalArgumentException`.
///
/// With the table `{{1, 2}, {3, 4}, {5, 6}}` the ids `{2, 0, 2}` give `{{5, 6}, {1, 2}, {5, 6}}`.
/// The gradient `{{1, 0}, {10, 20}, {0.5, 3}}` of the result gives the table the gradient
/// `{{10, 20}, {0, 0}, {1.5, 3}}`: token 2 occurs twice.
///
/// Write the formulas yourself, without `Embedding` of the library.
///
/// Section 2.8 of the notebook.
public final class Ex29EmbeddingGradient {
    private Ex29EmbeddingGradient() {}

    /// @param table `(vocabSize, embDim)`
    /// @param ids   `(tokens)`
    /// @return `(tokens, embDim)`
    public static float[][] lookup(float[][] table, int[] ids) {
        throw new ExerciseNotDone("Exercise 2.9: write lookup(float[][], int[])");
    }

    /// @param ids       `(tokens)`, at least one
    /// @param gradient  of the result of the look-up, `(tokens, embDim)`
    /// @param vocabSize rows of the table
    /// @return the gradient of the table, `(vocabSize, embDim)`
    public static float[][] backward(int[] ids, float[][] gradient, int vocabSize) {
        throw new ExerciseNotDone("Exercise 2.9: write backward(int[], float[][], int)");
    }
}
