package llm.format.gguf;

import java.lang.foreign.MemorySegment;

/// `Q2_K`: 256 values as whole numbers of 2 bits in 16 groups of 16, 84 bytes. Each group has a
/// scale and a minimum of 4 bits, and these have a scale each in turn.
///
/// | bytes | content |
/// | --- | --- |
/// | 0–15 | the groups' scales `sᵍ`, lower halves, and minima `mᵍ`, upper halves |
/// | 16–79 | the `qᵢ` |
/// | 80–81 | `d`, the scale of the scales, half precision |
/// | 82–83 | `e`, the scale of the minima, half precision |
///
/// `xᵢ = d sᵍ qᵢ − e mᵍ`. Bits are laid out for each half of the block alike. Its 128 values are
/// four runs of 32; value `i` of the runs 0, 1, 2 and 3 is in byte `i`, from the lowest two bits to
/// the highest two.
record Q2KBlock() implements BlockFormat {
    private static final int QUANTS = 16;
    private static final int SCALE_OF_SCALES = 80;
    private static final int SCALE_OF_MINIMA = 82;

    @Override
    public int blockValues() {
        return 256;
    }

    @Override
    public int blockBytes() {
        return 84;
    }

    @Override
    public void decode(MemorySegment data, long at, float[] into, int from) {
        float scaleOfScales = BlockFormat.half(data, at + SCALE_OF_SCALES);
        float scaleOfMinima = BlockFormat.half(data, at + SCALE_OF_MINIMA);
        for (int group = 0; group < 16; group++) {
            int both = BlockFormat.unsigned(data, at + group);
            float scale = scaleOfScales * (both & 0xf);
            float minimum = scaleOfMinima * (both >> 4);
            for (int i = 0; i < 16; i++) {
                into[from + group * 16 + i] =
                        scale * twoBits(data, at + QUANTS, group, i) - minimum;
            }
        }
    }

    /// The two bits of value `i` of a group of 16, where 64 bytes from `at` on hold those of all.
    static int twoBits(MemorySegment data, long at, int group, int i) {
        int half = group / 8;
        int run = group / 2 % 4;
        return BlockFormat.unsigned(data, at + half * 32 + group % 2 * 16 + i) >> run * 2 & 3;
    }
}
