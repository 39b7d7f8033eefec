/// Exercise 6.5: a head that reads the last token.
///
/// **Why.** With a causal mask, each token has seen those before it, so the last one knows most.
/// Pads behind it know the text, too, but how many there are depends on the others of the batch,
/// and the answer must not. Backward, the gradient enters the model through that one vector of each
/// text; the other tokens get theirs from it, by attention.
///
/// **Complexity.** `batch · classes · embDim` products each way, however long the texts are.
///
/// **Common mistakes.** Reading the last place of the row, or position `lengths[text]`, which is
/// one too far; reading the first token, as BERT's head does, which here has seen nothing but
/// itself; giving the gradient to all tokens.
public final class Ex65LastTokenHead {
    private Ex65LastTokenHead() {}

    public static float[][] logits(float[][][] hidden, int[] lengths, float[][] head) {
        float[][] logits = new float[hidden.length][head.length];    // (batch, classes)
        for (int text = 0; text < hidden.length; text++) {
            float[] last = hidden[text][last(lengths[text], hidden[text].length)];
            for (int c = 0; c < head.length; c++) {
                for (int d = 0; d < last.length; d++) {
                    logits[text][c] += head[c][d] * last[d];
                }
            }
        }
        return logits;
    }

    public static float[][][] backward(float[][] g, int[] lengths, float[][] head, int tokens) {
        float[][][] gradient = new float[g.length][tokens][head[0].length];
        for (int text = 0; text < g.length; text++) {
            float[] last = gradient[text][last(lengths[text], tokens)];
            for (int c = 0; c < head.length; c++) {
                for (int d = 0; d < last.length; d++) {
                    last[d] += g[text][c] * head[c][d];
                }
            }
        }
        return gradient;                                     // (batch, tokens, embDim)
    }

    private static int last(int length, int tokens) {
        if (length < 1 || length > tokens) {
            throw new IllegalArgumentException("a length must be from 1 to tokens=" + tokens
                    + ", got " + length);
        }
        return length - 1;
    }
}
