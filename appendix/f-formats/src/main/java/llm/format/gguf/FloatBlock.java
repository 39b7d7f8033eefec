package llm.format.gguf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Floating-point numbers, each a block of its own.
enum FloatBlock implements WritableFormat {
    /// IEEE 754 single precision.
    SINGLE(4),
    /// IEEE 754 half precision: 5 bits of exponent, 10 of fraction.
    HALF(2),
    /// The upper half of a single: 8 bits of exponent, 7 of fraction.
    BRAIN(2);

    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final int bytes;

    FloatBlock(int bytes) {
        this.bytes = bytes;
    }

    @Override
    public int blockValues() {
        return 1;
    }

    @Override
    public int blockBytes() {
        return bytes;
    }

    @Override
    public void decode(MemorySegment data, long at, float[] into, int from) {
        into[from] = switch (this) {
            case SINGLE -> data.get(FLOAT, at);
            case HALF -> BlockFormat.half(data, at);
            case BRAIN -> Float.intBitsToFloat(data.get(SHORT, at) << 16);
        };
    }

    /// The same, a loop for each kind: a branch and a call per value would take ten times as long.
    @Override
    public void decode(MemorySegment data, long at, float[] into) {
        switch (this) {
            case SINGLE -> MemorySegment.copy(data, FLOAT, at, into, 0, into.length);
            case HALF -> {
                for (int i = 0; i < into.length; i++) {
                    into[i] = BlockFormat.half(data, at + 2L * i);
                }
            }
            case BRAIN -> {
                for (int i = 0; i < into.length; i++) {
                    into[i] = Float.intBitsToFloat(data.get(SHORT, at + 2L * i) << 16);
                }
            }
        }
    }

    @Override
    public void encode(float[] values, int from, MemorySegment into, long at) {
        float value = values[from];
        switch (this) {
            case SINGLE -> into.set(FLOAT, at, value);
            case HALF -> into.set(SHORT, at, half(value));
            case BRAIN -> into.set(SHORT, at, brain(value));
        }
    }

    private static short half(float value) {
        short half = Float.floatToFloat16(value);
        if (Float.isFinite(value) && !Float.isFinite(Float.float16ToFloat(half))) {
            throw new IllegalArgumentException(
                    "values in half precision must be at most 65504, got " + value);
        }
        return half;
    }

    /// Rounds to the nearest, and to the even one of two; a NaN stays one.
    private static short brain(float value) {
        int bits = Float.floatToRawIntBits(value);
        return (short) (Float.isNaN(value) ? bits >>> 16 | 0x40
                : bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
    }
}
