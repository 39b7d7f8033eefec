package llm.format.gguf;

import java.lang.foreign.MemorySegment;

/// `Q4_1`: 32 values as whole numbers of 4 bits, one scale and one minimum, 20 bytes. Writers fall
/// back on it where rows do not divide into the larger blocks of `Q4_K`.
///
/// | bytes | content |
/// | --- | --- |
/// | 0–1 | scale `d`, half precision |
/// | 2–3 | minimum `m`, half precision |
/// | 4–19 | as in `Q4_0`: `qᵢ` in the lower half of a byte, `qᵢ₊₁₆` in the upper |
///
/// `xᵢ = d qᵢ + m`.
record Q41Block() implements BlockFormat {
    private static final int QUANTS = 4;

    @Override
    public int blockValues() {
        return 32;
    }

    @Override
    public int blockBytes() {
        return 20;
    }

    @Override
    public void decode(MemorySegment data, long at, float[] into, int from) {
        float scale = BlockFormat.half(data, at);
        float minimum = BlockFormat.half(data, at + 2);
        for (int i = 0; i < 32; i++) {
            int q = BlockFormat.unsigned(data, at + QUANTS + i % 16) >> i / 16 * 4 & 0xf;
            into[from + i] = scale * q + minimum;
        }
    }
}
