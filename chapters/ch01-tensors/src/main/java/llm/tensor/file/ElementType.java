package llm.tensor.file;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Number formats of the safetensors format that tensors are read from and written in.
public enum ElementType {
    F32(4), F16(2), BF16(2), I64(8), I32(4);

    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /// Bytes of one value.
    public int bytes() {
        return bytes;
    }

    /// Appends values, each rounded to the nearest and of two to the even one; refuses, with an
    /// [IllegalArgumentException], a value that is too large.
    public void put(float[] values, ByteBuffer into) {
        for (float value : values) {
            int bits = Float.floatToRawIntBits(value);
            switch (this) {
                case F32 -> into.putFloat(value);
                case F16 -> into.putShort(half(value));
                case BF16 -> into.putShort((short) (Float.isNaN(value) ? bits >>> 16 | 0x40
                        : bits + 0x7fff + (bits >>> 16 & 1) >>> 16));
                case I64, I32 -> throw new IllegalArgumentException(
                        "values must be stored as F32, F16 or BF16, got " + this);
            }
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

    /// One whole number.
    int toInt(MemorySegment data, long index) {
        return switch (this) {
            case I64 -> Math.toIntExact(data.get(LONG, index * bytes));
            case I32 -> data.get(INT, index * bytes);
            case F32, F16, BF16 -> throw new IllegalArgumentException(
                    "whole numbers must be stored as I64 or I32, got " + this);
        };
    }
}
