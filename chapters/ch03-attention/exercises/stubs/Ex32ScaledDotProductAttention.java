import llm.exercise.ExerciseNotDone;

/// Exercise 3.2 ★: scaled dot-product attention. The formula that all of this chapter is about.
///
/// Return a context vector for each query, `softmax(Q · Kᵀ / √headDim) · V`: softmax makes weights
/// of a query's scores, which add up to 1. Where `mask[query][key]` is 1, the score is −∞ and the
/// weight 0. Each query sees at least one key.
///
/// Example with a `headDim` of 4: queries `{{1, 1, 1, 1}, {0, 0, 0, 0}}`, keys `{{1, 1, 1, 1}, {0,
/// 0, 0, 0}, {3, 3, 3, 3}}`, values `{{10}, {20}, {60}}`, mask `{{0, 0, 1}, {1, 0, 0}}`. The scores
/// of query 0 are 4 / 2 = 2, 0 and −∞, its weights 0.8808, 0.1192 and 0, its context vector
/// `{11.192}`. Query 1 sees two equal keys: `{40}`.
///
/// Scores may be some thousands, visible or hidden. Write it without `softmax()` of the library.
///
/// Section 3.4 of the notebook.
public final class Ex32ScaledDotProductAttention {
    private Ex32ScaledDotProductAttention() {}

    /// @param q    `(queries, headDim)`
    /// @param k    `(keys, headDim)`
    /// @param v    `(keys, valueDim)`
    /// @param mask 1 where a key is hidden from a query, else 0, `(queries, keys)`
    /// @return `(queries, valueDim)`
    public static float[][] attention(float[][] q, float[][] k, float[][] v, float[][] mask) {
        throw new ExerciseNotDone("Exercise 3.2: write attention(q, k, v, mask)");
    }
}
