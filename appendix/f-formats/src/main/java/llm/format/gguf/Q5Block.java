package llm.format.gguf;

import java.lang.foreign.MemorySegment;

/// `Q5_0`: 32 values as whole numbers of 5 bits and one scale, 22 bytes. Writers fall back on it
/// where rows do not divide into the larger blocks of `Q4_K`.
///
/// | bytes | content |
/// | --- | --- |
/// | 0–1 | scale `d`, half precision; may be negative |
/// | 2–5 | the fifth bit of `qᵢ` is bit `i % 8` of byte `2 + i / 8` |
/// | 6–21 | lower four bits, as in `Q4_0`: `qᵢ` in the lower half of a byte, `qᵢ₊₁₆` in the upper |
///
/// `xᵢ = d (qᵢ − 16)`.
record Q5Block() implements BlockFormat {
    private static final int FIFTH = 2;
    private static final int LOWER = 6;

    @Override
    public int blockValues() {
        return 32;
    }

    @Override
    public int blockBytes() {
        return 22;
    }

    @Override
    public void decode(MemorySegment data, long at, float[] into, int from) {
        float scale = BlockFormat.half(data, at);
        for (int i = 0; i < 32; i++) {
            into[from + i] = scale * (fiveBits(data, at + FIFTH, at + LOWER, i) - 16);
        }
    }

    /// `qᵢ`, where its fifth bit lies behind byte `fifths` and its other bits behind `lowers`.
    static int fiveBits(MemorySegment data, long fifths, long lowers, int i) {
        int lower = BlockFormat.unsigned(data, lowers + i % 16) >> i / 16 * 4 & 0xf;
        int fifth = BlockFormat.unsigned(data, fifths + i / 8) >> i % 8 & 1;
        return fifth << 4 | lower;
    }
}
