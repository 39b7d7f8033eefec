package llm.format.gguf;

import java.lang.foreign.MemorySegment;

/// `Q5_1`: 32 values as whole numbers of 5 bits, one scale and one minimum, 24 bytes. Writers fall
/// back on it where rows do not divide into the larger blocks of `Q5_K`.
///
/// | bytes | content |
/// | --- | --- |
/// | 0–1 | scale `d`, half precision |
/// | 2–3 | minimum `m`, half precision |
/// | 4–7 | the fifth bits, as in `Q5_0` |
/// | 8–23 | the lower four bits, as in `Q4_0` |
///
/// `xᵢ = d qᵢ + m`.
record Q51Block() implements BlockFormat {
    private static final int FIFTH = 4;
    private static final int LOWER = 8;

    @Override
    public int blockValues() {
        return 32;
    }

    @Override
    public int blockBytes() {
        return 24;
    }

    @Override
    public void decode(MemorySegment data, long at, float[] into, int from) {
        float scale = BlockFormat.half(data, at);
        float minimum = BlockFormat.half(data, at + 2);
        for (int i = 0; i < 32; i++) {
            into[from + i] = scale * Q5Block.fiveBits(data, at + FIFTH, at + LOWER, i) + minimum;
        }
    }
}
