package llm.tensor.backend;

/// Random bits by their number instead of one after the other, so that any thread of any device
/// draws the same ones and nothing is stored.
/// Source: Steele, Lea and Flood (2014), "Fast splittable pseudorandom number generators", §5
/// (SplitMix64).
public final class CounterRandom {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final int FAR_APART = 0x9E3779B9;
    /// Numbers of the table that rounding by chance reads, a power of two.
    public static final int ROUNDING_NUMBERS = 1 << 14;

    private CounterRandom() {
    }

    /// 64 bits, the one with number `index` of those that `seed` gives.
    public static long bits(long seed, long index) {
        long z = seed + (index + 1) * GOLDEN_GAMMA;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /// 32 bits for the two moments of parameter value `index` in an optimizer's step: those of its
    /// mean are the upper half, those of its square the lower one. They are added to the 16 bits that
    /// [DType#BF16] cuts off. All steps read one table, each from another place: a table is cheaper
    /// on a processor than drawing so many numbers.
    public static int forRounding(int step, long index) {
        return roundingNumber((int) (roundingStart(step) + index) & ROUNDING_NUMBERS - 1);
    }

    /// A number of the table.
    public static int roundingNumber(int place) {
        return (int) (bits(1, place) >>> 32);
    }

    /// Where a step begins to read the table, before it is wrapped.
    public static int roundingStart(int step) {
        return step * FAR_APART;
    }
}
