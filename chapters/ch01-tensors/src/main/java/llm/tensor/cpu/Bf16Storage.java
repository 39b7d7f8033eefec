package llm.tensor.cpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static llm.tensor.cpu.VectorMath.FLOATS;
import static llm.tensor.cpu.VectorMath.LANES;
import static llm.tensor.cpu.VectorMath.MEMORY;
import static llm.tensor.cpu.VectorMath.loadAt;
import static llm.tensor.cpu.VectorMath.store;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import llm.tensor.backend.Precision;

/// Values as bfloat16, the upper 16 bits of a float32: sixteen zeros behind them make the float32
/// again.
final class Bf16Storage extends PackedStorage {
    private static final VectorSpecies<Integer> INTS = FLOATS.withLanes(int.class);
    static final VectorSpecies<Short> SHORTS = VectorSpecies.of(short.class,
            VectorShape.forBitSize(LANES * Short.SIZE));
    private static final ByteOrder NATIVE = ByteOrder.nativeOrder();

    private static final int STEP = 4 * LANES;
    private static final int SHORT_BYTES = LANES * Short.BYTES;
    private static final int FLOAT_BYTES = LANES * Float.BYTES;

    private final MemorySegment values;
    private final int columns;
    private final int step = 4 * SHORT_BYTES;

    Bf16Storage(int rows, int columns, MemorySegment memory, Runnable giveBack) {
        super(Precision.BF16, rows, columns, giveBack);
        this.values = memory;
        this.columns = columns;
    }

    @Override
    void pack(float[] row, int from, int index) {
        long at = (long) index * columns;
        for (int j = 0; j < columns; j++) {
            values.setAtIndex(JAVA_SHORT, at + j, round(row[from + j]));
        }
    }

    /// The nearest bfloat16; of two equally near the one whose last bit is 0.
    static short round(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) (bits >>> 16 | 0x40);             // rounding up could make it infinite
        }
        int lastBit = bits >>> 16 & 1;
        return (short) (bits + 0x7FFF + lastBit >>> 16);
    }

    static float widen(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    @Override
    void unpack(int row, MemorySegment y, long to) {
        long at = (long) row * columns;
        int j = 0;
        for (; j <= columns - LANES; j += LANES) {
            store(widened(ShortVector.fromMemorySegment(SHORTS, values, at + j << 1, NATIVE)), y,
                    to + j);
        }
        for (; j < columns; j++) {
            y.setAtIndex(JAVA_FLOAT, to + j, value(at + j));
        }
    }

    /// All values, row after row.
    MemorySegment values() {
        requireAlive();
        return values;
    }

    /// One row after the other and four sums at a time: memory likes to be read in order.
    @Override
    void multiply(long x, MemorySegment y, int from, int to) {
        for (int row = from; row < to; row++) {
            y.setAtIndex(JAVA_FLOAT, row, dot((long) row * columns, x));
        }
    }

    /// The step is a field so that the compiler does not know it: it would cut the loop into three,
    /// which pays only for longer rows than a model has.
    private float dot(long row, long x) {
        FloatVector sum0 = FloatVector.zero(FLOATS);
        FloatVector sum1 = FloatVector.zero(FLOATS);
        FloatVector sum2 = FloatVector.zero(FLOATS);
        FloatVector sum3 = FloatVector.zero(FLOATS);
        long at = values.address() + row * Short.BYTES;
        long end = at + (columns & -STEP) * Short.BYTES;
        for (; at < end; at += step) {
            sum0 = loadAt(x).fma(widened(at), sum0);
            sum1 = loadAt(x + FLOAT_BYTES).fma(widened(at + SHORT_BYTES), sum1);
            sum2 = loadAt(x + 2 * FLOAT_BYTES).fma(widened(at + 2 * SHORT_BYTES), sum2);
            sum3 = loadAt(x + 3 * FLOAT_BYTES).fma(widened(at + 3 * SHORT_BYTES), sum3);
            x += 4 * FLOAT_BYTES;
        }
        return VectorMath.sum(sum0.add(sum1).add(sum2.add(sum3))) + rest(row, x);
    }

    private float rest(long row, long x) {
        float sum = 0;
        for (int j = columns & -STEP; j < columns; j++) {
            sum += MEMORY.get(JAVA_FLOAT, x) * value(row + j);
            x += Float.BYTES;
        }
        return sum;
    }

    private static FloatVector widened(long address) {
        return widened(ShortVector.fromMemorySegment(SHORTS, MEMORY, address, NATIVE));
    }

    static FloatVector widened(ShortVector bits) {
        IntVector wide = (IntVector) bits.convertShape(VectorOperators.S2I, INTS, 0);
        return wide.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
    }

    private float value(long index) {
        return widen(values.getAtIndex(JAVA_SHORT, index));
    }
}
