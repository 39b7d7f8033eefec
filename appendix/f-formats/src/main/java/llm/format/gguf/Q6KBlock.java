package llm.format.gguf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// `Q6_K`: 256 values as whole numbers of 6 bits in 16 groups of 16, 210 bytes. Each group has a
/// scale of 8 bits, and these have one scale in turn.
///
/// | bytes | content |
/// | --- | --- |
/// | 0–127 | the lower four bits of every `qᵢ` |
/// | 128–191 | the upper two bits |
/// | 192–207 | the groups' scales `sᵍ`, signed |
/// | 208–209 | `d`, the scale of the scales, half precision |
///
/// `xᵢ = d sᵍ (qᵢ − 32)`. Bits are laid out for each half of the block alike. Its 128 values are
/// four runs of 32; value `i` of the runs 0, 1, 2 and 3 has its upper bits in byte `i` of the
/// upper bits, from the lowest two to the highest two. Its lower bits are in byte `i` (runs 0
/// and 2) or `32 + i` (runs 1 and 3) of the lower bits: the byte's lower half for the runs 0 and
/// 1, its upper half for 2 and 3.
record Q6KBlock() implements BlockFormat {
    private static final int UPPER = 128;
    private static final int SCALES = 192;
    private static final int SCALE_OF_SCALES = 208;

    @Override
    public int blockValues() {
        return 256;
    }

    @Override
    public int blockBytes() {
        return 210;
    }

    @Override
    public void decode(MemorySegment data, long at, float[] into, int from) {
        float scaleOfScales = BlockFormat.half(data, at + SCALE_OF_SCALES);
        for (int group = 0; group < 16; group++) {
            float scale = scaleOfScales * data.get(ValueLayout.JAVA_BYTE, at + SCALES + group);
            int half = group / 8;
            int run = group / 2 % 4;
            int start = group % 2 * 16;                      // of the group in its run
            long lower = at + half * 64 + run % 2 * 32 + start;
            long upper = at + UPPER + half * 32 + start;
            for (int i = 0; i < 16; i++) {
                int q = BlockFormat.unsigned(data, lower + i) >> run / 2 * 4 & 0xf
                        | (BlockFormat.unsigned(data, upper + i) >> run * 2 & 3) << 4;
                into[from + group * 16 + i] = scale * (q - 32);
            }
        }
    }
}
