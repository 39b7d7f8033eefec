package llm.tensor.file;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

/// Number formats of the safetensors format that tensors are read from.
public enum ElementType {
    F32(4), F16(2), BF16(2), I64(8), I32(4);

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /// Bytes of one value.
    public int bytes() {
        return bytes;
    }

    /// One value as a float.
    float toFloat(MemorySegment data, long index) {
        return switch (this) {
            case F32 -> Float.intBitsToFloat(intAt(data, index));
            case F16 -> Float.float16ToFloat(shortAt(data, index));
            case BF16 -> Float.intBitsToFloat(shortAt(data, index) << 16);
            case I64 -> longAt(data, index);
            case I32 -> intAt(data, index);
        };
    }

    /// One whole number.
    int toInt(MemorySegment data, long index) {
        return switch (this) {
            case I64 -> Math.toIntExact(longAt(data, index));
            case I32 -> intAt(data, index);
            case F32, F16, BF16 -> throw new IllegalArgumentException(
                    "whole numbers must be stored as I64 or I32, got " + this);
        };
    }

    private static int intAt(MemorySegment data, long index) {
        return data.get(JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), index * 4);
    }

    private static short shortAt(MemorySegment data, long index) {
        return data.get(JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), index * 2);
    }

    private static long longAt(MemorySegment data, long index) {
        return data.get(JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), index * 8);
    }
}
