package llm.tensor.file;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Number formats of the safetensors format that tensors are read from.
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

    /// Whether values are floats, as weights are.
    boolean isFloat() {
        return this == F32 || this == F16 || this == BF16;
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
