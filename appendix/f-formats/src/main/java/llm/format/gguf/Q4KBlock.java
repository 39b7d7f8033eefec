package llm.format.gguf;

import java.lang.foreign.MemorySegment;

/// `Q4_K`: 256 values as whole numbers of 4 bits in 8 groups of 32, 144 bytes. Each group has a
/// scale and a minimum of 6 bits, and these have a scale each in turn.
///
/// | bytes | content |
/// | --- | --- |
/// | 0–1 | `d`, the scale of the scales, half precision |
/// | 2–3 | `e`, the scale of the minima, half precision |
/// | 4–15 | the groups' scales `sᵍ` and minima `mᵍ` |
/// | 16–143 | four times 32 bytes: lower halves are a group's `q₀ … q₃₁`, upper halves the next's |
///
/// `xᵢ = d sᵍ qᵢ − e mᵍ`. The twelve bytes `b` of scales and minima:
///
/// | | bits 7–6 | bits 5–0 |
/// | --- | --- | --- |
/// | `b₀ … b₃` | upper two bits of `s⁴ … s⁷` | `s⁰ … s³` |
/// | `b₄ … b₇` | upper two bits of `m⁴ … m⁷` | `m⁰ … m³` |
///
/// and `b₈ … b₁₁` hold the lower four bits of `s⁴ … s⁷` below those of `m⁴ … m⁷`.
record Q4KBlock() implements BlockFormat {
    private static final int SCALES = 4;
    private static final int QUANTS = 16;

    @Override
    public int blockValues() {
        return 256;
    }

    @Override
    public int blockBytes() {
        return 144;
    }

    @Override
    public void decode(MemorySegment data, long at, float[] into, int from) {
        for (int group = 0; group < 8; group++) {
            float scale = scale(data, at, group);
            float minimum = minimum(data, at, group);
            long quants = at + QUANTS + group / 2 * 32;
            int shift = group % 2 * 4;
            for (int i = 0; i < 32; i++) {
                int q = BlockFormat.unsigned(data, quants + i) >> shift & 0xf;
                into[from + group * 32 + i] = scale * q - minimum;
            }
        }
    }

    /// `d sᵍ` of the block at `at`.
    static float scale(MemorySegment data, long at, int group) {
        return BlockFormat.half(data, at) * sixBits(data, at + SCALES, group, 0);
    }

    /// `e mᵍ` of the block at `at`.
    static float minimum(MemorySegment data, long at, int group) {
        return BlockFormat.half(data, at + 2) * sixBits(data, at + SCALES, group, 4);
    }

    /// A group's scale (`kind` 0) or minimum (`kind` 4): the first byte and the shift of either.
    private static int sixBits(MemorySegment data, long at, int group, int kind) {
        if (group < 4) {
            return BlockFormat.unsigned(data, at + kind + group) & 0x3f;
        }
        int upper = BlockFormat.unsigned(data, at + kind + group - 4) >> 6;
        int lower = BlockFormat.unsigned(data, at + 4 + group) >> kind & 0xf;
        return upper << 4 | lower;
    }
}
