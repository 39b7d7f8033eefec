package llm.format.gguf;

import java.lang.foreign.MemorySegment;

/// `Q3_K`: 256 values as whole numbers of 3 bits in 16 groups of 16, 110 bytes. Each group has a
/// scale of 6 bits, and these have one scale in turn.
///
/// | bytes | content |
/// | --- | --- |
/// | 0–31 | the third bit of value `i` of run `r`, of 8 runs of 32, is bit `r` of byte `i` |
/// | 32–95 | the lower two bits, as in `Q2_K` |
/// | 96–107 | the groups' scales `sᵍ` |
/// | 108–109 | `d`, the scale of the scales, half precision |
///
/// `xᵢ = d (sᵍ − 32) (qᵢ − 4)`. Of the twelve bytes of scales, byte `g` of the first eight holds
/// the lower four bits of `sᵍ` below those of `sᵍ⁺⁸`; byte `8 + g % 4` the upper two bits of `sᵍ`,
/// those of `g` below 4 lowest.
record Q3KBlock() implements BlockFormat {
    private static final int LOWER = 32;
    private static final int SCALES = 96;
    private static final int SCALE_OF_SCALES = 108;

    @Override
    public int blockValues() {
        return 256;
    }

    @Override
    public int blockBytes() {
        return 110;
    }

    @Override
    public void decode(MemorySegment data, long at, float[] into, int from) {
        float scaleOfScales = BlockFormat.half(data, at + SCALE_OF_SCALES);
        for (int group = 0; group < 16; group++) {
            float scale = scaleOfScales * (sixBits(data, at + SCALES, group) - 32);
            int run = group / 2;
            for (int i = 0; i < 16; i++) {
                int third = BlockFormat.unsigned(data, at + group % 2 * 16 + i) >> run & 1;
                int q = Q2KBlock.twoBits(data, at + LOWER, group, i) | third << 2;
                into[from + group * 16 + i] = scale * (q - 4);
            }
        }
    }

    private static int sixBits(MemorySegment data, long at, int group) {
        int lower = BlockFormat.unsigned(data, at + group % 8) >> group / 8 * 4 & 0xf;
        int upper = BlockFormat.unsigned(data, at + 8 + group % 4) >> group / 4 * 2 & 3;
        return upper << 4 | lower;
    }
}
