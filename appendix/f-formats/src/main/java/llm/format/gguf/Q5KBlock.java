package llm.format.gguf;

import java.lang.foreign.MemorySegment;

/// `Q5_K`: `Q4_K` with a fifth bit for each value, 176 bytes.
///
/// | bytes | content |
/// | --- | --- |
/// | 0–15 | scales and minima, as in `Q4_K` |
/// | 16–47 | the fifth bit of value `i` of group `g` is bit `g` of byte `16 + i` |
/// | 48–175 | the lower four bits, as in `Q4_K` |
///
/// `xᵢ = d sᵍ qᵢ − e mᵍ`.
record Q5KBlock() implements BlockFormat {
    private static final int FIFTH = 16;
    private static final int LOWER = 48;

    @Override
    public int blockValues() {
        return 256;
    }

    @Override
    public int blockBytes() {
        return 176;
    }

    @Override
    public void decode(MemorySegment data, long at, float[] into, int from) {
        for (int group = 0; group < 8; group++) {
            float scale = Q4KBlock.scale(data, at, group);
            float minimum = Q4KBlock.minimum(data, at, group);
            long lower = at + LOWER + group / 2 * 32;
            int shift = group % 2 * 4;
            for (int i = 0; i < 32; i++) {
                int q = BlockFormat.unsigned(data, lower + i) >> shift & 0xf
                        | (BlockFormat.unsigned(data, at + FIFTH + i) >> group & 1) << 4;
                into[from + group * 32 + i] = scale * q - minimum;
            }
        }
    }
}
