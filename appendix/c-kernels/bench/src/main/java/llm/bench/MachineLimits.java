package llm.bench;

/// What a machine can do at most: no program multiplies faster, none reads weights faster. With
/// both one knows the shortest time that any work takes.
/// Source: Williams, Waterman and Patterson (2009), the roofline model.
///
/// @param gigaflopsPerSecond 10⁹ floating-point operations a second, in large matrix products
/// @param gigabytesPerSecond 10⁹ bytes a second, read from memory by all threads
public record MachineLimits(double gigaflopsPerSecond, double gigabytesPerSecond) {

    public MachineLimits {
        if (!(gigaflopsPerSecond > 0 && gigabytesPerSecond > 0)) {
            throw new IllegalArgumentException(("limits must be above 0, got "
                    + "gigaflopsPerSecond=%s, gigabytesPerSecond=%s")
                    .formatted(gigaflopsPerSecond, gigabytesPerSecond));
        }
    }

    /// Measures this machine: the best of so many products and of as many readings. Thirty take
    /// about two seconds and are enough where little else is running.
    public static MachineLimits measure(int times) {
        return new MachineLimits(ProductRate.gigaflopsPerSecond(times),
                MemoryBandwidth.gigabytesPerSecond(times));
    }

    /// The better of two measurements: whatever disturbs one only ever makes it slower.
    public MachineLimits best(MachineLimits other) {
        return new MachineLimits(Math.max(gigaflopsPerSecond, other.gigaflopsPerSecond),
                Math.max(gigabytesPerSecond, other.gigabytesPerSecond));
    }

    /// The shortest time for the work, in milliseconds.
    public double leastMillis(Work work) {
        return Math.max(computeMillis(work), readMillis(work));
    }

    /// Whether the work waits for memory, not for products.
    public boolean isMemoryBound(Work work) {
        return readMillis(work) > computeMillis(work);
    }

    /// Operations per byte from which on work no longer waits for memory.
    public double flopsPerByte() {
        return gigaflopsPerSecond / gigabytesPerSecond;
    }

    /// The most operations a second, in 10⁹, that a program reaches which does `flopsPerByte` of them
    /// with each byte it moves.
    public double attainableGigaflops(double flopsPerByte) {
        return Math.min(gigaflopsPerSecond, flopsPerByte * gigabytesPerSecond);
    }

    private double computeMillis(Work work) {
        return work.flops() / gigaflopsPerSecond / 1e6;
    }

    private double readMillis(Work work) {
        return work.bytes() / gigabytesPerSecond / 1e6;
    }
}
