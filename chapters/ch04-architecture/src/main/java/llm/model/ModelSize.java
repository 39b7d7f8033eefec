package llm.model;

/// How many numbers a GPT holds and how much work it does, counted from its sizes alone.
///
/// @param parameters        trainable values, a tied head counted once
/// @param matrixParameters  those that take part in matrix products, the head always counted
public record ModelSize(long parameters, long matrixParameters) {
    private static final long BYTES = Float.BYTES;

    /// Counts the parameters of a configuration.
    public static ModelSize of(GptConfig c) {
        long embDim = c.embDim();
        long attention = 4 * embDim * embDim + embDim + (c.qkvBias() ? 3 * embDim : 0);
        long feedForward = 2 * embDim * c.ffDim() + c.ffDim() + embDim;
        long norms = 4 * embDim;
        long tokens = c.vocabSize() * embDim;
        long positions = c.contextLength() * embDim;
        long total = tokens + positions + c.layers() * (attention + feedForward + norms)
                + 2 * embDim + (c.tiedHead() ? 0 : tokens);
        long matrices = c.layers() * (4 * embDim * embDim + 2 * embDim * c.ffDim()) + tokens;
        return new ModelSize(total, matrices);
    }

    /// Bytes of the weights in float32.
    public long weightBytes() {
        return parameters * BYTES;
    }

    /// Bytes to train with AdamW: weights, gradients, and two moments.
    public long trainingBytes() {
        return 4 * weightBytes();
    }

    /// Bytes of what a forward pass keeps for backward: per layer two normalised inputs, queries,
    /// keys, values, context, two sums, and two vectors of `ffDim`; what dropout makes of the
    /// embeddings and of both sums; and the logits.
    public static long activationBytes(GptConfig c, int batch, int tokens) {
        long rows = (long) batch * tokens;
        long shortcuts = c.dropout().shortcut() > 0 ? 2 : 0;
        long perLayer = (8 + shortcuts) * c.embDim() + 2L * c.ffDim() + c.heads() + 4;
        long embeddings = c.dropout().embedding() > 0 ? 4 : 3;
        return BYTES * rows * (c.layers() * perLayer + embeddings * c.embDim() + c.vocabSize());
    }

    /// Floating-point operations of a forward pass: two per parameter and token in the products,
    /// and the scores and sums of attention over the visible half.
    public static double forwardFlops(GptConfig c, int batch, int tokens) {
        double rows = (double) batch * tokens;
        double products = 2 * rows * of(c).matrixParameters();
        double attention = 2.0 * c.layers() * rows * tokens * c.embDim();
        return products + attention;
    }

    /// Operations of a whole training step; backward does twice the work of forward.
    public static double trainingFlops(GptConfig c, int batch, int tokens) {
        return 3 * forwardFlops(c, batch, tokens);
    }
}
