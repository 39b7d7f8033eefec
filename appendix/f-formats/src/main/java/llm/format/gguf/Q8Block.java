package llm.format.gguf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// `Q8_0`: 32 values as whole numbers of 8 bits and one scale, 34 bytes.
///
/// | bytes | content |
/// | --- | --- |
/// | 0–1 | scale `d`, half precision |
/// | 2–33 | `q₀ … q₃₁`, signed |
///
/// `xᵢ = d qᵢ`. Writing takes `d = max|x| / 127` and the nearest `qᵢ`: no value moves by more
/// than `d / 2`.
record Q8Block() implements WritableFormat {
    private static final int STEPS = 127;

    @Override
    public int blockValues() {
        return 32;
    }

    @Override
    public int blockBytes() {
        return 34;
    }

    @Override
    public void decode(MemorySegment data, long at, float[] into, int from) {
        float scale = BlockFormat.half(data, at);
        for (int i = 0; i < 32; i++) {
            into[from + i] = scale * data.get(ValueLayout.JAVA_BYTE, at + 2 + i);
        }
    }

    @Override
    public void encode(float[] values, int from, MemorySegment into, long at) {
        float farthest = Math.abs(WritableFormat.farthest(values, from, 32));
        short stored = WritableFormat.scale(farthest, STEPS);
        float scale = Float.float16ToFloat(stored);          // the one that reading will use
        into.set(SHORT, at, stored);
        for (int i = 0; i < 32; i++) {
            int q = scale == 0 ? 0 : Math.round(values[from + i] / scale);
            into.set(ValueLayout.JAVA_BYTE, at + 2 + i, (byte) Math.clamp(q, -STEPS, STEPS));
        }
    }
}
