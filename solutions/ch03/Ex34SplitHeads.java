/// Exercise 3.4: the heads of a row, split and merged.
///
/// **Why.** A linear layer leaves the heads of a token side by side, since its weight has the rows
/// of head 0, then those of head 1. Attention works on one head at a time and wants its tokens one
/// below the other. So column `head · headDim + i` of a token becomes place `i` of that head. With
/// tensors this is `reshape` to `(tokens, heads, headDim)`, which moves nothing, and then
/// `transpose`, which does.
///
/// **Complexity.** Each of the tokens · heads · headDim numbers is copied once.
///
/// **Common mistakes.** A `reshape` straight to `(heads, tokens, headDim)`, which mixes tokens with
/// heads without any error; no `transpose`; column `i · heads + head`, as if heads took turns.
public final class Ex34SplitHeads {
    private Ex34SplitHeads() {}

    public static float[][][] split(float[][] x, int heads) {
        if (heads < 1 || x[0].length % heads != 0) {
            throw new IllegalArgumentException("x must be (tokens, heads=%d · headDim), got "
                    .formatted(heads) + "rows of " + x[0].length);
        }
        int headDim = x[0].length / heads;
        float[][][] split = new float[heads][x.length][headDim];    // (heads, tokens, headDim)
        for (int head = 0; head < heads; head++) {
            for (int token = 0; token < x.length; token++) {
                for (int i = 0; i < headDim; i++) {
                    split[head][token][i] = x[token][head * headDim + i];
                }
            }
        }
        return split;
    }

    public static float[][] merge(float[][][] x) {
        int tokens = x[0].length;
        int headDim = x[0][0].length;
        float[][] merged = new float[tokens][x.length * headDim];   // (tokens, heads · headDim)
        for (int head = 0; head < x.length; head++) {
            for (int token = 0; token < tokens; token++) {
                for (int i = 0; i < headDim; i++) {
                    merged[token][head * headDim + i] = x[head][token][i];
                }
            }
        }
        return merged;
    }
}
