package llm.model;

import llm.attention.AttentionConfig;
import llm.tensor.CrossEntropy;
import llm.tensor.backend.DType;

/// How many numbers a model holds and how much work it does, counted from its sizes alone.
///
/// @param parameters        trainable values, a tied head counted once
/// @param activeParameters  those that one token uses: all but the experts that it did not choose
/// @param matrixParameters  those of them that it meets in matrix products, the head always counted
public record ModelSize(long parameters, long activeParameters, long matrixParameters) {
    /// Bounds of what can be told from sizes: their products are whole numbers of 64 bits.
    public static final int MOST_TOKENS = 1 << 26;           // in a vocabulary or text
    public static final int MOST_WIDTH = 1 << 18;
    public static final int MOST_PARTS = 1 << 12;            // layers, heads, experts
    private static final long BYTES = Float.BYTES;

    static void requireSizes(int vocabSize, int contextLength, int layers, int embDim, int ffDim) {
        require("vocabSize", vocabSize, MOST_TOKENS);
        require("contextLength", contextLength, MOST_TOKENS);
        require("layers", layers, MOST_PARTS);
        require("embDim", embDim, MOST_WIDTH);
        require("ffDim", ffDim, MOST_WIDTH);
    }

    static void require(String name, int size, int most) {
        if (size < 1 || size > most) {
            throw new IllegalArgumentException(
                    "%s must be from 1 to %d, got %d".formatted(name, most, size));
        }
    }

    /// Counts the parameters of a configuration.
    public static ModelSize of(DecoderConfig c) {
        long embDim = c.embDim();
        long tokens = c.vocabSize() * embDim;
        long positions = c.learnedPositions() ? c.contextLength() * embDim : 0;
        long smear = c.smear() ? embDim : 0;
        long total = tokens + positions + smear + c.finalNorm().parameters(c.embDim())
                + (c.tiedHead() ? 0 : tokens);
        long matrices = tokens;
        long idle = 0;
        for (BlockConfig block : c.blocks()) {
            long all = block.feedForward().matrixParameters(c.embDim());
            long active = block.feedForward().activeParameters(c.embDim());
            long projections = projections(block.attention());
            idle += all - active;
            matrices += projections + active;
            total += projections + all + vectorParameters(block);
        }
        return new ModelSize(total, total - idle, matrices);
    }

    /// Queries, keys, values, output.
    private static long projections(AttentionConfig a) {
        return 2L * a.embDim() * (a.heads() * a.headDim() + a.kvWidth());
    }

    /// Biases and norms.
    private static long vectorParameters(BlockConfig block) {
        AttentionConfig a = block.attention();
        long queryBias = a.qkvBias() ? a.queryWidth() + 2L * a.kvWidth() : 0;
        long outputBias = a.outBias() ? a.embDim() : 0;
        long headNorms = a.headNorm() == null ? 0
                : a.headNorm().allAsOne() ? a.queryWidth() + a.kvWidth() : 2L * a.headDim();
        long norms = block.normPlace().norms() * block.norm().parameters(a.embDim());
        return queryBias + outputBias + headNorms + norms
                + block.feedForward().biasParameters(a.embDim());
    }

    /// Bytes of the weights in float32.
    public long weightBytes() {
        return parameters * BYTES;
    }

    /// About the bytes of the weights if matrices are kept so; biases and norms stay float32.
    public static long weightBytes(DecoderConfig c, DType dtype) {
        long vectors = c.finalNorm().parameters(c.embDim()) + (c.smear() ? c.embDim() : 0)
                + c.blocks().stream().mapToLong(ModelSize::vectorParameters).sum();
        long matrices = of(c).parameters - vectors;
        return vectors * BYTES + Math.round(matrices * dtype.bits() / Byte.SIZE);
    }

    /// Bytes to train with AdamW: weights, gradients, and two moments.
    public long trainingBytes() {
        return 4 * weightBytes();
    }

    /// Bytes of what a forward pass keeps for backward: what every block keeps, the vectors before
    /// the first and after the last block, and the logits, as far as they are there at a time.
    public static long activationBytes(DecoderConfig c, int batch, int tokens) {
        long blocks = c.blocks().stream().mapToLong(ModelSize::keptPerToken).sum();
        return BYTES * ((long) batch * tokens * (keptOutside(c) + blocks) + logits(c, batch, tokens));
    }

    /// The same where blocks are recomputed: each keeps only what it reads. Backward needs one whole
    /// block at a time, after it has used the logits.
    public static long recomputedActivationBytes(DecoderConfig c, int batch, int tokens) {
        long rows = (long) batch * tokens;
        long block = c.blocks().stream().mapToLong(ModelSize::keptPerToken).max().orElse(0);
        long inputs = (long) c.layers() * c.embDim();
        return BYTES * (rows * (keptOutside(c) + inputs)
                + Math.max(rows * block, logits(c, batch, tokens)));
    }

    private static long logits(DecoderConfig c, int batch, int tokens) {
        return Math.min((long) batch * tokens * c.vocabSize(), CrossEntropy.LOGITS_AT_A_TIME);
    }

    /// Embeddings, what dropout makes of them, and what the head reads, with and without its norm.
    private static long keptOutside(DecoderConfig c) {
        int kept = 3 + (c.dropout().embedding() > 0 ? 1 : 0) + (c.embeddingNorm() ? 1 : 0)
                + (c.smear() ? 2 : 0);
        return (long) kept * c.embDim();
    }

    /// Two normalised inputs, queries, keys, values, context, two sums, what dropout makes of them,
    /// and the inside of the feed-forward layer.
    private static long keptPerToken(BlockConfig block) {
        AttentionConfig a = block.attention();
        long queries = (long) a.heads() * a.headDim();
        long rotated = a.rotary() == null ? 0 : queries + a.kvWidth();
        long normed = a.headNorm() == null ? 0 : queries + a.kvWidth();
        long residuals = (block.dropout() > 0 ? 6L : 4L) + block.normPlace().norms() - 2;
        return residuals * a.embDim() + 2 * queries + 2L * a.kvWidth() + rotated + normed
                + block.feedForward().keptPerToken(a.embDim()) + a.heads() + 4;
    }

    /// Floating-point operations of a forward pass: two per parameter and token in the products,
    /// and the scores and sums of attention over the visible half.
    public static double forwardFlops(DecoderConfig c, int batch, int tokens) {
        double rows = (double) batch * tokens;
        double products = 2 * rows * of(c).matrixParameters();
        double attention = c.blocks().stream().map(BlockConfig::attention).mapToDouble(a ->
                2.0 * rows * Math.min(tokens, 2.0 * a.window()) * a.heads() * a.headDim()).sum();
        return products + attention;
    }

    /// Those of them in the blocks: all but the head's.
    public static double blockFlops(DecoderConfig c, int batch, int tokens) {
        return forwardFlops(c, batch, tokens) - 2.0 * batch * tokens * c.vocabSize() * c.embDim();
    }

    /// Operations of a whole training step; backward does twice the work of forward.
    public static double trainingFlops(DecoderConfig c, int batch, int tokens) {
        return 3 * forwardFlops(c, batch, tokens);
    }
}
