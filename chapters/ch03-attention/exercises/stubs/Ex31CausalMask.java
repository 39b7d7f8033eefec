import llm.exercise.ExerciseNotDone;

/// Exercise 3.1 ★: the causal mask. A language model must not look ahead.
///
/// Return a `(tokens, tokens)` mask whose entry `[query][key]` is 1 where the key lies in the future
/// of the query, else 0. For three tokens: `{{0, 1, 1}, {0, 0, 1}, {0, 0, 0}}`. Refuse fewer than
/// one token with an `IllegalArgumentException`.
///
/// Section 3.4 of the notebook.
public final class Ex31CausalMask {
    private Ex31CausalMask() {}

    /// @param tokens at least 1
    /// @return `(tokens, tokens)`
    public static float[][] causalMask(int tokens) {
        throw new ExerciseNotDone("Exercise 3.1: write causalMask(int)");
    }
}
