package llm.tensor.file;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import llm.tensor.Tensor;
import llm.tensor.backend.Precision;

/// Reads stored numbers into a tensor a piece at a time: whatever the number format, no tensor is
/// ever held twice.
final class FloatReader {
    private static final int PIECE = 1 << 16;                // values, more where a row is longer
    private static final ValueLayout.OfShort SHORT =
            JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT =
            JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Short> SHORTS = VectorSpecies.of(short.class,
            VectorShape.forBitSize(INTS.vectorBitSize() / 2));

    private FloatReader() {
    }

    /// @param data   little-endian and row-major
    /// @param target receives as many values
    static void read(ElementType type, MemorySegment data, Tensor target) {
        if (type == ElementType.F32 && target.precision() == Precision.F32) {
            target.backend().memory().write(data, target.storage());
            return;
        }
        int row = target.rank() == 0 ? 1 : Math.max(1, target.size(-1));
        int piece = Math.max(1, PIECE / row) * row;          // a packed tensor takes whole rows
        float[] values = new float[(int) Math.min(piece, target.elements())];
        for (long at = 0; at < target.elements(); at += values.length) {
            if (target.elements() - at < values.length) {
                values = Arrays.copyOf(values, (int) (target.elements() - at));
            }
            read(type, data, at, values);
            target.backend().memory().write(values, target.storage(), at);
        }
    }

    private static void read(ElementType type, MemorySegment data, long at, float[] values) {
        switch (type) {
            case F16 -> widenF16(shorts(data, at, values.length), values);
            case BF16 -> widenBf16(shorts(data, at, values.length), values);
            case F32 -> MemorySegment.copy(data, FLOAT, at * Float.BYTES, values, 0,
                    values.length);
            case I64, I32 -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = type.toFloat(data, at + i);
                }
            }
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

    /// A bfloat16 is the upper half of a float32.
    private static void widenBf16(short[] bits, float[] values) {
        int i = 0;
        for (; i <= values.length - INTS.length(); i += INTS.length()) {
            IntVector wide = (IntVector) ShortVector.fromArray(SHORTS, bits, i)
                    .convertShape(VectorOperators.S2I, INTS, 0);
            FloatVector floats = wide.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
            floats.intoArray(values, i);
        }
        for (; i < values.length; i++) {
            values[i] = Float.intBitsToFloat(bits[i] << 16);
        }
    }
}
