package llm.tensor.backend;

/// In how many bits the values of a weight are kept. Results are float32 whatever the precision;
/// fewer bits make a weight smaller, and generating a token takes as long as reading every weight
/// once.
public enum DType {
    /// 32 bits: 8 of exponent, 23 of fraction.
    F32,

    /// 16 bits, the upper half of a float32: the same range, 7 bits of fraction.
    BF16,

    /// 8 bits: a whole number from −127 to 127, times a float32 scale that 128 neighbours of a row
    /// share, 8.25 bits in all. The error is at most half a scale. What a few rows of such weights
    /// multiply may be rounded to 16 bits in the same way.
    INT8;

    /// Values of a row that share a scale in [#INT8].
    public static final int GROUP = 128;

    /// Groups of a row; the last may not be full.
    public static int groups(long columns) {
        return Math.toIntExact((columns + GROUP - 1) / GROUP);
    }

    /// Bits of a value in a long row, its share of the scale included.
    public double bits() {
        return switch (this) {
            case F32 -> Float.SIZE;
            case BF16 -> Short.SIZE;
            case INT8 -> Byte.SIZE + (double) Float.SIZE / GROUP;
        };
    }

    /// Bytes that a matrix takes.
    public long bytes(long rows, long columns) {
        return switch (this) {
            case F32 -> rows * columns * Float.BYTES;
            case BF16 -> rows * columns * Short.BYTES;
            case INT8 -> rows * (columns + (long) groups(columns) * Float.BYTES);
        };
    }
}
