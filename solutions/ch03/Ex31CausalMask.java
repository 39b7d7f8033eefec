/// Exercise 3.1: the causal mask.
///
/// **Why.** Row `query` says what one token must not see. Everything behind it is its future, so
/// the ones form the triangle above the diagonal; on the diagonal a token sees itself, without
/// which the first token would have nothing to attend to.
///
/// **Complexity.** `tokens²` entries, each looked at once: O(tokens²) time and memory. A kernel needs
/// no mask at all: it stops each row at the diagonal.
///
/// **Common mistakes.** Hiding the diagonal, too (`key >= query`); swapping row and column, which
/// hides the past; beginning one place late, so that the answer of the next place leaks.
public final class Ex31CausalMask {
    private Ex31CausalMask() {}

    public static float[][] causalMask(int tokens) {
        if (tokens < 1) {
            throw new IllegalArgumentException("tokens must be at least 1, got " + tokens);
        }
        float[][] mask = new float[tokens][tokens];         // (tokens, tokens)
        for (int query = 0; query < tokens; query++) {
            for (int key = query + 1; key < tokens; key++) {
                mask[query][key] = 1;
            }
        }
        return mask;
    }
}
