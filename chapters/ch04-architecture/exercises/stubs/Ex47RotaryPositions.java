import llm.exercise.ExerciseNotDone;

/// Exercise 4.7 ★★: rotary positions. A query is turned by where it stands.
///
/// The rows of `x` are the queries of one head for tokens at the positions `first`, `first + 1`,
/// and so on. Number `i` and number `i + headDim/2` of a query are a pair, as in the library and in
/// the published Llama weights. Turn each pair of the query at position `m` by the angle
/// `m · base^(−2i/headDim)`:
///
///     (a, b) → (a · cos − b · sin, a · sin + b · cos)
///
/// For `headDim` 4 and base 100, pair 0 turns by 1 radian per position and pair 1 by 0.1. The query
/// `{1, 2, 3, 4}` at position 1 has the pairs (1, 3) and (2, 4) and becomes
/// `{-1.9841, 1.5907, 2.4624, 4.1797}`, rounded to four places. At position 0 it stays as it is.
/// Refuse rows of odd length with an `IllegalArgumentException`. Write it without the library's
/// `RotaryEmbedding`.
///
/// Section 4.10 of the notebook.
public final class Ex47RotaryPositions {
    private Ex47RotaryPositions() {}

    /// @param x     queries of one head, at least one, `(tokens, headDim)`
    /// @param first position of the first token, 0 or more
    /// @param base  of the frequencies, above 1
    /// @return `(tokens, headDim)`
    public static float[][] rotate(float[][] x, int first, double base) {
        throw new ExerciseNotDone("Exercise 4.7: write rotate(float[][], int, double)");
    }
}
