package llm.cpu.quantized;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static llm.cpu.simd.VectorMath.FLOATS;
import static llm.cpu.simd.VectorMath.LANES;
import static llm.cpu.simd.VectorMath.MEMORY;
import static llm.cpu.simd.VectorMath.loadAt;
import static llm.cpu.simd.VectorMath.numberAt;
import static llm.cpu.simd.VectorMath.store;
import static llm.cpu.simd.VectorMath.storeAt;
import static llm.cpu.simd.VectorMath.unchecked;
import static llm.tensor.backend.DType.GROUP;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import llm.cpu.memory.NativeBlock;
import llm.cpu.memory.Workers;
import llm.cpu.x86.Int8Code;
import llm.cpu.x86.Int8VectorsCode;
import llm.cpu.x86.RoundedVectors;
import llm.tensor.backend.Backend;
import llm.tensor.backend.DType;

/// Values as whole numbers from −127 to 127, and for each group of neighbours in a row the scale
/// by which they are multiplied: the largest magnitude of the group, divided by 127.
public final class Int8Storage extends QuantizedStorage {
    private static final int MOST_IN_CODE = 256;
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
    private final int stride = STEP;

    public Int8Storage(Backend backend, Size size, NativeBlock block) {
        super(backend, DType.INT8, size, block);
        this.columns = size.columns();
        this.groups = DType.groups(columns);
        long scaleBytes = (long) size.rows() * groups * Float.BYTES;
        this.scales = block.segment().asSlice(0, scaleBytes);
        this.values = block.segment().asSlice(scaleBytes);
    }

    @Override
    public void quantize(float[] row, int from, int index) {
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
    public void dequantize(int row, MemorySegment y, long to) {
        long at = (long) row * columns;
        int j = 0;
        for (; j <= columns - LANES; j += LANES) {
            FloatVector steps =
                    widened(ByteVector.fromMemorySegment(BYTES, values, at + j, NATIVE));
            store(steps.mul(scale(row, j)), y, to + j);
        }
        for (; j < columns; j++) {
            y.setAtIndex(JAVA_FLOAT, to + j, value(row, j));
        }
    }

    @Override
    public int fewVectors() {
        return Int8Code.runsHere() ? MOST_IN_CODE : ALWAYS_FEW;
    }

    @Override
    public Workers.Range times(Vectors vectors) {
        return Int8Code.runsHere() ? timesInCode(vectors) : timesInJava(vectors);
    }

    Workers.Range timesInJava(Vectors vectors) {
        return super.times(vectors);
    }

    private Workers.Range timesInCode(Vectors vectors) {
        RoundedVectors x = RoundedVectors.of(vectors.x(), vectors.count(), columns);
        return (from, to) -> {
            requireRows(from, to);
            requireResults(vectors, from, to);
            long y = vectors.y().address() + (long) from * Float.BYTES;
            if (vectors.count() > 1 && Int8VectorsCode.runsHere()) {
                Int8VectorsCode.multiply(address(from), scaleAddress(from), to - from, columns, x,
                        vectors.count(), y, vectors.yStep());
                return;
            }
            for (int i = 0; i < vectors.count(); i++) {
                Int8Code.multiply(address(from), scaleAddress(from), to - from, columns,
                        x.address(i), y + (long) i * vectors.yStep() * Float.BYTES);
            }
        };
    }

    /// Two rows, so that each value of `x` is loaded once for both.
    @Override
    public int runs() {
        return 2;
    }

    @Override
    public int step() {
        return STEP;
    }

    /// The stride is a field so that the compiler does not know it: it would cut the loop into
    /// three, which pays only for longer rows than a model has. The mask shows it that an index is
    /// never negative, so that no address needs a check.
    @Override
    public void sums(int row, int distance, long x, long sums) {
        FloatVector sumA = FloatVector.zero(FLOATS);
        FloatVector sumB = FloatVector.zero(FLOATS);
        long in = unchecked(x);
        long rowA = address(row);
        long rowB = address(row + distance);
        long scaleA = scaleAddress(row);
        long scaleB = scaleAddress(row + distance);
        int end = columns & -STEP;
        for (int i = 0; i < end; i += stride) {
            long j = i & Integer.MAX_VALUE;
            long a = rowA + j;
            long b = rowB + j;
            long at = in + j * Float.BYTES;
            FloatVector x0 = loadAt(at);
            FloatVector x1 = loadAt(at + VECTOR_BYTES);
            FloatVector x2 = loadAt(at + 2 * VECTOR_BYTES);
            FloatVector x3 = loadAt(at + 3 * VECTOR_BYTES);
            FloatVector partA = x0.mul(widened(a));
            FloatVector partB = x0.mul(widened(b));
            partA = x1.fma(widened(a + LANES), partA);
            partB = x1.fma(widened(b + LANES), partB);
            partA = x2.fma(widened(a + 2 * LANES), partA);
            partB = x2.fma(widened(b + 2 * LANES), partB);
            partA = x3.fma(widened(a + 3 * LANES), partA);
            partB = x3.fma(widened(b + 3 * LANES), partB);
            long group = j / GROUP * Float.BYTES;
            sumA = partA.fma(numberAt(scaleA + group), sumA);
            sumB = partB.fma(numberAt(scaleB + group), sumB);
        }
        storeAt(sumA, sums);
        storeAt(sumB, sums + VECTOR_BYTES);
    }

    private long address(int row) {
        return unchecked(values.address() + (long) row * columns);
    }

    private long scaleAddress(int row) {
        return unchecked(scales.address() + (long) row * groups * Float.BYTES);
    }

    private static FloatVector widened(long address) {
        return widened(ByteVector.fromMemorySegment(BYTES, MEMORY, address, NATIVE));
    }

    private static FloatVector widened(ByteVector bytes) {
        return (FloatVector) bytes.convertShape(VectorOperators.B2F, FLOATS, 0);
    }

    @Override
    public float value(int row, int column) {
        return values.get(JAVA_BYTE, (long) row * columns + column) * scale(row, column);
    }

    private float scale(int row, int column) {
        return scales.getAtIndex(JAVA_FLOAT, (long) row * groups + column / GROUP);
    }
}
