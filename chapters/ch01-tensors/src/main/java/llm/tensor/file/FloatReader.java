package llm.tensor.file;

import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import llm.tensor.Tensor;

/// Reads stored floats into a tensor, whatever their format.
final class FloatReader {
    private static final ValueLayout.OfShort SHORT =
            JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private FloatReader() {
    }

    /// @param data   little-endian and row-major
    /// @param target receives as many values
    static void read(ElementType type, MemorySegment data, Tensor target) {
        switch (type) {
            case F32 -> target.backend().memory().write(data, target.storage());
            case F16 -> Pieces.fill(target, (at, values) ->
                    widenF16(shorts(data, at, values.length), values));
            case BF16 -> Pieces.fill(target, (at, values) ->
                    widenBf16(shorts(data, at, values.length), values));
            case I64, I32 -> throw new IllegalArgumentException(
                    "floats must be stored as F32, F16 or BF16, got " + type);
        }
    }

    private static short[] shorts(MemorySegment data, long at, int count) {
        short[] bits = new short[count];
        MemorySegment.copy(data, SHORT, at * Short.BYTES, bits, 0, count);
        return bits;
    }

    /// The compiler makes vectors of this loop by itself.
    private static void widenF16(short[] bits, float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.float16ToFloat(bits[i]);
        }
    }

    /// A bfloat16 is the upper half of a float32. Written with vectors, this loop would be slow
    /// until it is compiled, for longer than most models take to load.
    private static void widenBf16(short[] bits, float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.intBitsToFloat(bits[i] << 16);
        }
    }
}
