package llm.format.gguf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// `Q4_0`: 32 values as whole numbers of 4 bits and one scale, 18 bytes.
///
/// | bytes | content |
/// | --- | --- |
/// | 0–1 | scale `d`, half precision; may be negative |
/// | 2–17 | byte `i` holds `qᵢ` in its lower half and `qᵢ₊₁₆` in its upper half |
///
/// `xᵢ = d (qᵢ − 8)`. The steps reach from −8 to 7, one farther on one side: writing takes
/// `d = x̂ / −8` with `x̂` the value farthest from zero, so that it lies on the longer side. But
/// for the rounding of `d`, no value moves by more than `|d|`, and only values beyond the shorter
/// side move by more than `|d| / 2`.
record Q4Block() implements WritableFormat {
    private static final int HALF = 16;

    @Override
    public int blockValues() {
        return 32;
    }

    @Override
    public int blockBytes() {
        return 18;
    }

    @Override
    public void decode(MemorySegment data, long at, float[] into, int from) {
        float scale = BlockFormat.half(data, at);
        for (int i = 0; i < HALF; i++) {
            int pair = BlockFormat.unsigned(data, at + 2 + i);
            into[from + i] = scale * ((pair & 0xf) - 8);
            into[from + i + HALF] = scale * ((pair >> 4) - 8);
        }
    }

    @Override
    public void encode(float[] values, int from, MemorySegment into, long at) {
        short stored = WritableFormat.scale(WritableFormat.farthest(values, from, 32), -8);
        float scale = Float.float16ToFloat(stored);
        into.set(SHORT, at, stored);
        for (int i = 0; i < HALF; i++) {
            int pair = step(values[from + i], scale) | step(values[from + i + HALF], scale) << 4;
            into.set(ValueLayout.JAVA_BYTE, at + 2 + i, (byte) pair);
        }
    }

    private static int step(float value, float scale) {
        return scale == 0 ? 8 : Math.clamp(Math.round(value / scale) + 8, 0, 15);
    }
}
