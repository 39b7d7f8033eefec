import llm.exercise.ExerciseNotDone;

/// Exercise 3.9 ★★★: tiled attention with online softmax. The idea behind FlashAttention: attention
/// can be computed without ever having all scores of a query at hand.
///
/// Compute `softmax(q · Kᵀ / √headDim) · V` so that a query meets the keys in tiles of `tile`
/// tokens, one after the other; the last tile may be shorter. While tiles pass, each query keeps
/// only
///
/// - `m`, the largest score so far, −∞ in the beginning,
/// - `l`, the sum of `exp(score − m)` so far, and
/// - `o`, the sum of `exp(score − m) · value` so far, which is `headDim` wide.
///
/// When a tile brings a larger maximum, what was summed up to then was measured by the old one and
/// must be multiplied by `exp(old m − new m)`. In the end the context vector is `o / l`, and the
/// query's *log-sum-exp*, which the backward pass would need, is `m + ln l`: the natural logarithm
/// of the sum of `exp(score)`. If `causal`, token t sees only the keys 0, …, t.
///
/// For a tile of 2, queries `{{1}, {1}, {1}}`, keys `{{0}, {0}, {1.3863}}` (ln 4), values `{{4},
/// {8}, {12}}` and no causal mask: behind the first tile m = 0, l = 2, o = 12; behind the second m
/// = 1.3863, l = 2 · ¼ + 1 = 1.5, o = 12 · ¼ + 12 = 15. The context vector is 10, the log-sum-exp
/// 1.3863 + ln 1.5 = ln 6 = 1.7918. Causal context vectors are `{{4}, {6}, {10}}`.
///
/// Scores may be as low as −2,000 and as high as 2,000. Keep no more than one tile of scores for
/// each query. Refuse a tile of fewer than one token with an `IllegalArgumentException`.
///
/// Section 3.8 of the notebook.
public final class Ex39TiledAttention {
    /// @param tile   tokens in a tile, at least 1
    /// @param causal whether the future is hidden
    public Ex39TiledAttention(int tile, boolean causal) {
        throw new ExerciseNotDone("Exercise 3.9: write fields and the constructor");
    }

    /// @param q `(tokens, headDim)`
    /// @param k `(tokens, headDim)`
    /// @param v `(tokens, headDim)`
    /// @return context vectors, `(tokens, headDim)`
    public float[][] forward(float[][] q, float[][] k, float[][] v) {
        throw new ExerciseNotDone("Exercise 3.9: write forward(q, k, v)");
    }

    /// What the latest `forward` found.
    ///
    /// @return the log-sum-exp of each query, `(tokens)`
    public float[] logSumExp() {
        throw new ExerciseNotDone("Exercise 3.9: write logSumExp()");
    }
}
