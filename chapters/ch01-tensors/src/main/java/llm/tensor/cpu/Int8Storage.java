package llm.tensor.cpu;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static llm.tensor.backend.Precision.GROUP;
import static llm.tensor.cpu.VectorMath.FLOATS;
import static llm.tensor.cpu.VectorMath.LANES;
import static llm.tensor.cpu.VectorMath.load;
import static llm.tensor.cpu.VectorMath.store;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import llm.tensor.backend.Precision;

/// Values as whole numbers from −127 to 127, and for each group of neighbours in a row the scale
/// by which they are multiplied: the largest magnitude of the group, divided by 127.
final class Int8Storage extends PackedStorage {
    private static final int LARGEST = 127;
    private static final int STEP = 4 * LANES;               // divides a group
    // The smallest vector of bytes has eight; with four lanes only its first half is used.
    private static final VectorSpecies<Byte> BYTES = VectorSpecies.of(byte.class,
            VectorShape.forBitSize(Math.max(64, LANES * Byte.SIZE)));
    private static final ByteOrder NATIVE = ByteOrder.nativeOrder();

    private final MemorySegment values;
    private final MemorySegment scales;                      // (rows, groups)
    private final int columns;
    private final int groups;

    Int8Storage(int rows, int columns, MemorySegment memory, Runnable giveBack) {
        super(Precision.INT8, rows, columns, giveBack);
        this.columns = columns;
        this.groups = (columns + GROUP - 1) / GROUP;
        long scaleBytes = (long) rows * groups * Float.BYTES;
        this.scales = memory.asSlice(0, scaleBytes);
        this.values = memory.asSlice(scaleBytes);
    }

    @Override
    void pack(float[] row, int from, int index) {
        for (int group = 0; group < groups; group++) {
            int start = group * GROUP;
            int end = Math.min(start + GROUP, columns);
            float scale = largest(row, from + start, from + end) / LARGEST;
            scales.setAtIndex(JAVA_FLOAT, (long) index * groups + group, scale);
            for (int j = start; j < end; j++) {
                double steps = scale == 0 ? 0 : Math.rint(row[from + j] / scale);
                values.set(JAVA_BYTE, (long) index * columns + j, (byte) steps);
            }
        }
    }

    private static float largest(float[] values, int from, int to) {
        float largest = 0;
        for (int i = from; i < to; i++) {
            largest = Math.max(largest, Math.abs(values[i]));
        }
        if (!Float.isFinite(largest)) {
            throw new IllegalArgumentException(
                    "a weight must be finite to be kept in INT8, got " + largest);
        }
        return largest;
    }

    @Override
    void unpack(int row, MemorySegment y, long to) {
        long at = (long) row * columns;
        int j = 0;
        for (; j <= columns - LANES; j += LANES) {
            store(values(at + j).mul(scale(row, j)), y, to + j);
        }
        for (; j < columns; j++) {
            y.setAtIndex(JAVA_FLOAT, to + j, values.get(JAVA_BYTE, at + j) * scale(row, j));
        }
    }

    /// Two rows at a time, so that each value of `x` is loaded once for both; far apart, so that
    /// memory is read in two long runs, which the processor learns to read ahead.
    @Override
    void multiply(MemorySegment x, MemorySegment y, int from, int to) {
        int half = (to - from) / 2;
        for (int row = from; row < from + half; row++) {
            twoRows(row, row + half, x, y);
        }
        if (from + 2 * half < to) {
            twoRows(to - 1, to - 1, x, y);
        }
    }

    private void twoRows(int first, int second, MemorySegment x, MemorySegment y) {
        long a = (long) first * columns;
        long b = (long) second * columns;
        FloatVector sumA = FloatVector.zero(FLOATS);
        FloatVector sumB = FloatVector.zero(FLOATS);
        int j = 0;
        for (; j <= columns - STEP; j += STEP) {
            FloatVector x0 = load(x, j);
            FloatVector x1 = load(x, j + LANES);
            FloatVector x2 = load(x, j + 2 * LANES);
            FloatVector x3 = load(x, j + 3 * LANES);
            FloatVector partA = x0.mul(values(a + j));
            FloatVector partB = x0.mul(values(b + j));
            partA = x1.fma(values(a + j + LANES), partA);
            partB = x1.fma(values(b + j + LANES), partB);
            partA = x2.fma(values(a + j + 2 * LANES), partA);
            partB = x2.fma(values(b + j + 2 * LANES), partB);
            partA = x3.fma(values(a + j + 3 * LANES), partA);
            partB = x3.fma(values(b + j + 3 * LANES), partB);
            sumA = partA.fma(VectorMath.vector(scale(first, j)), sumA);
            sumB = partB.fma(VectorMath.vector(scale(second, j)), sumB);
        }
        y.setAtIndex(JAVA_FLOAT, first, VectorMath.sum(sumA) + rest(first, x, j));
        y.setAtIndex(JAVA_FLOAT, second, VectorMath.sum(sumB) + rest(second, x, j));
    }

    private float rest(int row, MemorySegment x, int from) {
        float sum = 0;
        for (int j = from; j < columns; j++) {
            sum += x.getAtIndex(JAVA_FLOAT, j) * scale(row, j)
                    * values.get(JAVA_BYTE, (long) row * columns + j);
        }
        return sum;
    }

    private FloatVector values(long index) {
        return (FloatVector) ByteVector.fromMemorySegment(BYTES, values, index, NATIVE)
                .convertShape(VectorOperators.B2F, FLOATS, 0);
    }

    private float scale(int row, int column) {
        return scales.getAtIndex(JAVA_FLOAT, (long) row * groups + column / GROUP);
    }
}
