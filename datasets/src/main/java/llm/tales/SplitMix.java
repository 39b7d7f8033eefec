package llm.tales;

/// SplitMix64: a random stream in three lines of arithmetic, written out here so that a seed
/// gives the same data on every JDK for ever.
/// Source: Steele, Lea, Flood (2014), Fast Splittable Pseudorandom Number Generators, §4.
public final class SplitMix {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    /// The stream of one seed.
    public SplitMix(long seed) {
        this.state = seed;
    }

    /// The stream of one story, or of any other thing that is drawn by its index: none needs those
    /// before it.
    public static SplitMix forIndex(long seed, long index) {
        return new SplitMix(mix(mix(seed) + index * GOLDEN_GAMMA));
    }

    /// The next 64 bits.
    public long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /// A whole number from 0 to `bound − 1`, each with probability `1/bound` up to 2⁻⁶⁴:
    /// the high half of a 128-bit product, which needs neither a division nor a second draw.
    public int nextInt(int bound) {
        return (int) Math.unsignedMultiplyHigh(nextLong(), bound);
    }

    private static long mix(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
