package llm.tensor.backend;

/// Which values dropout keeps: a hash of seed and position, so that no mask is stored, and every
/// device hides the same values.
/// Source: Steele, Lea and Flood (2014), SplitMix64's finalizer.
public final class DropoutMask {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final long HEAD_GAMMA = 0x632BE59BD9B4E019L;

    private DropoutMask() {
    }

    /// Whether position `index` keeps its value where a share `rate` loses it.
    public static boolean keeps(long seed, long index, float rate) {
        long z = seed + (index + 1) * GOLDEN_GAMMA;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return ((z ^ (z >>> 31)) >>> 40) * 0x1.0p-24f >= rate;
    }

    /// The seed for the weights of one head of attention; the weight of key `j` for query `i` has
    /// index `i · keys + j`.
    public static long ofHead(AttentionKernels.AttentionOptions options, int batch, int head) {
        return options.seed() + ((long) batch * options.heads() + head) * HEAD_GAMMA;
    }
}
