package llm.tensor.backend;

/// Which values dropout keeps: [CounterRandom] by seed and position, so that no mask is stored, and
/// every device hides the same values.
public final class DropoutMask {
    private static final long HEAD_GAMMA = 0x632BE59BD9B4E019L;

    private DropoutMask() {
    }

    /// Whether position `index` keeps its value where a share `rate` loses it.
    public static boolean keeps(long seed, long index, float rate) {
        return (CounterRandom.bits(seed, index) >>> 40) * 0x1.0p-24f >= rate;
    }

    /// The seed for the weights of one head of attention; the weight of key `j` for query `i` has
    /// index `i · keys + j`.
    public static long ofHead(AttentionKernels.AttentionOptions options, int batch, int head) {
        return options.seed() + ((long) batch * options.heads() + head) * HEAD_GAMMA;
    }
}
