import llm.exercise.ExerciseNotDone;

/// Exercise 6.5 ★★: a head that reads the last token. It alone has seen the whole text.
///
/// `logits` scores the classes of each text. The head is a matrix without bias, and what it reads
/// is the hidden vector `h` of the text's last real token, at position `lengths[text] − 1`; what
/// stands behind it belongs to pads. The logit of class `c` is `Σ_d head[c][d] · h[d]`. One text of
/// two tokens and two pads, with `embDim` 2:
///
/// ```text
/// hidden  {{{1, 0}, {2, 3}, {7, 7}, {9, 9}}}     lengths {2}     head {{1, 1}, {0, -1}}
/// logits  {{5, -3}}                              1·2 + 1·3 and 0·2 − 1·3
/// ```
///
/// `backward` says what the loss's gradient is at the hidden vectors, when `g` is its gradient at
/// the logits: at the last real token of a text `dL/dh[d] = Σ_c g[c] · head[c][d]`, and 0
/// everywhere else, since nothing else was read. With `g = {{1, 2}}` that is
/// `{{{0, 0}, {1, -1}, {0, 0}, {0, 0}}}`.
///
/// In both, refuse a length that is below 1 or above `tokens` with an `IllegalArgumentException`.
///
/// Section 6.4 of the notebook.
public final class Ex65LastTokenHead {
    private Ex65LastTokenHead() {}

    /// @param hidden  what the blocks made of the tokens, `(batch, tokens, embDim)`
    /// @param lengths tokens of each text without its pads, `(batch)`
    /// @param head    `(classes, embDim)`
    /// @return `(batch, classes)`
    public static float[][] logits(float[][][] hidden, int[] lengths, float[][] head) {
        throw new ExerciseNotDone("Exercise 6.5: write logits(float[][][], int[], float[][])");
    }

    /// @param g       gradient at the logits, `(batch, classes)`
    /// @param lengths tokens of each text without its pads, `(batch)`
    /// @param head    `(classes, embDim)`
    /// @param tokens  of each row, pads included
    /// @return gradient at the hidden vectors, `(batch, tokens, embDim)`
    public static float[][][] backward(float[][] g, int[] lengths, float[][] head, int tokens) {
        throw new ExerciseNotDone(
                "Exercise 6.5: write backward(float[][], int[], float[][], int)");
    }
}
