package llm.format.gguf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

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
///
/// Writing fits a scale and a minimum to each group, see [AffineFit], rounds them to 6 bits, and
/// gives each value the nearest `q` under the rounded ones.
record Q4KBlock() implements WritableFormat {
    private static final int SCALES = 4;
    private static final int QUANTS = 16;
    private static final int GROUPS = 8;
    private static final int GROUP = 32;
    private static final int MOST = 15;                      // q of 4 bits
    private static final int MOST_SCALE = 63;                // sᵍ and mᵍ of 6 bits

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
        for (int group = 0; group < GROUPS; group++) {
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

    @Override
    public void encode(float[] values, int from, MemorySegment into, long at) {
        encode(Arrays.copyOfRange(values, from, from + blockValues()),
                into.asSlice(at, blockBytes()));
    }

    /// Fits the groups on several threads, which takes nearly all the time.
    @Override
    public void encode(float[] values, MemorySegment into) {
        WritableFormat.farthest(values, 0, values.length);   // all are finite
        AffineFit[] fits = new AffineFit[values.length / GROUP];
        Arrays.parallelSetAll(fits,
                group -> AffineFit.of(values, group * GROUP, GROUP, MOST));
        for (int block = 0; block < fits.length / GROUPS; block++) {
            put(Arrays.asList(fits).subList(block * GROUPS, (block + 1) * GROUPS), values,
                    block * blockValues(), into, (long) block * blockBytes());
        }
    }

    private void put(List<AffineFit> fits, float[] values, int from, MemorySegment into,
                     long at) {
        into.asSlice(at, blockBytes()).fill((byte) 0);
        putScales(fits.stream().map(AffineFit::scale).toList(), into, at, 0);
        putScales(fits.stream().map(AffineFit::minimum).toList(), into, at, 4);
        for (int i = 0; i < blockValues(); i++) {
            int group = i / GROUP;
            int q = AffineFit.nearest(values[from + i], scale(into, at, group),
                    minimum(into, at, group), MOST);
            or(into, at + QUANTS + group / 2 * GROUP + i % GROUP, q << group % 2 * 4);
        }
    }

    /// Rounds the scales (`kind` 0) or minima (`kind` 4) of all groups.
    private static void putScales(List<Float> exact, MemorySegment into, long at, int kind) {
        short stored = WritableFormat.scale(Collections.max(exact), MOST_SCALE);
        float scale = Float.float16ToFloat(stored);
        into.set(SHORT, at + kind / 2, stored);
        for (int group = 0; group < GROUPS; group++) {
            int six = scale == 0 ? 0
                    : Math.clamp(Math.round(exact.get(group) / scale), 0, MOST_SCALE);
            long byteAt = at + SCALES + kind + group % 4;
            if (group < 4) {
                or(into, byteAt, six);
            } else {
                or(into, byteAt, six >> 4 << 6);
                or(into, at + SCALES + 4 + group, (six & 0xf) << kind);
            }
        }
    }

    private static void or(MemorySegment into, long at, int bits) {
        into.set(ValueLayout.JAVA_BYTE, at, (byte) (into.get(ValueLayout.JAVA_BYTE, at) | bits));
    }
}
