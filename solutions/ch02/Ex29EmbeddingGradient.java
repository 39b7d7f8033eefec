/// Exercise 2.9: embedding look-up and its gradient.
///
/// **Why.** The look-up copies row `ids[t]` to place `t`, so what the loss says about place `t` it
/// says about that row. A row that was copied to several places moves them all, and the chain rule
/// adds what comes back from each. It is the product with one-hot rows, without the zeros.
///
/// **Complexity.** O(tokens · embDim) additions, and as many copies in the look-up; a table of
/// zeros, O(vocabSize · embDim). The product with one-hot rows takes vocabSize times as many.
///
/// **Common mistakes.** `=` instead of `+=`, so that the last place wins; a mean instead of a sum;
/// a row for each place instead of each token.
public final class Ex29EmbeddingGradient {
    private Ex29EmbeddingGradient() {}

    public static float[][] lookup(float[][] table, int[] ids) {
        float[][] x = new float[ids.length][];              // (tokens, embDim)
        for (int t = 0; t < ids.length; t++) {
            requireToken(ids[t], table.length);
            x[t] = table[ids[t]].clone();
        }
        return x;
    }

    public static float[][] backward(int[] ids, float[][] gradient, int vocabSize) {
        int embDim = gradient[0].length;
        float[][] table = new float[vocabSize][embDim];     // (vocabSize, embDim)
        for (int t = 0; t < ids.length; t++) {
            requireToken(ids[t], vocabSize);
            for (int j = 0; j < embDim; j++) {
                table[ids[t]][j] += gradient[t][j];
            }
        }
        return table;
    }

    private static void requireToken(int id, int vocabSize) {
        if (id < 0 || id >= vocabSize) {
            throw new IllegalArgumentException(
                    "id must be from 0 to %d, got %d".formatted(vocabSize - 1, id));
        }
    }
}
