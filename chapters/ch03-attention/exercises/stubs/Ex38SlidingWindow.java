import llm.exercise.ExerciseNotDone;

/// Exercise 3.8 ★★★: causal sliding-window attention. In most layers of Gemma 3 a token sees only
/// the last tokens, which makes long texts cheap: work and memory grow with their length and no
/// longer with its square.
///
/// Token t sees the last `window` tokens up to and including itself: t − window + 1, …, t. With a
/// window of 1 it sees only itself, with a window as long as the text or longer this is causal
/// attention. All three methods refuse a window below 1 with an `IllegalArgumentException`.
///
/// `weights` returns the softmax of `q · k / √headDim` over what a token sees, as a *band*: entry
/// `[t][j]` belongs to token t − window + 1 + j, so the last column is the token itself. Where no
/// such token exists, near the beginning, it is 0. For a window of 2, queries `{{1}, {1}, {1},
/// {1}}` and keys `{{0}, {1.0986}, {0}, {0}}` (1.0986 is ln 3) the band is `{{0, 1}, {0.25, 0.75},
/// {0.75, 0.25}, {0.5, 0.5}}`. `attention` returns the means of the values by these weights: with
/// values `{{4}, {8}, {12}, {20}}`, the context vectors are `{{4}, {7}, {9}, {16}}`.
///
/// `reach` is how many tokens back something can lie that still acts on a token through `layers`
/// such layers, each of which sees what the one below has gathered: 1 for a window of 2 and one
/// layer, 2 for two.
///
/// Make no matrix of `(tokens, tokens)`: a text may have 10,000 tokens. Scores are small enough for
/// `exp`.
///
/// Section 3.4 of the notebook.
public final class Ex38SlidingWindow {
    private Ex38SlidingWindow() {}

    /// @param q      `(tokens, headDim)`
    /// @param k      `(tokens, headDim)`
    /// @param window tokens that are seen, at least 1
    /// @return the band, `(tokens, window)`
    public static float[][] weights(float[][] q, float[][] k, int window) {
        throw new ExerciseNotDone("Exercise 3.8: write weights(q, k, window)");
    }

    /// @param q      `(tokens, headDim)`
    /// @param k      `(tokens, headDim)`
    /// @param v      `(tokens, headDim)`
    /// @param window tokens that are seen, at least 1
    /// @return context vectors, `(tokens, headDim)`
    public static float[][] attention(float[][] q, float[][] k, float[][] v, int window) {
        throw new ExerciseNotDone("Exercise 3.8: write attention(q, k, v, window)");
    }

    /// @param window tokens that a layer sees, at least 1
    /// @param layers one on the other, at least 1
    /// @return tokens before a token
    public static int reach(int window, int layers) {
        throw new ExerciseNotDone("Exercise 3.8: write reach(window, layers)");
    }
}
