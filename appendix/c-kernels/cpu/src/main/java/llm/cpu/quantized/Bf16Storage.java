package llm.cpu.quantized;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static llm.cpu.simd.VectorMath.FLOATS;
import static llm.cpu.simd.VectorMath.LANES;
import static llm.cpu.simd.VectorMath.MEMORY;
import static llm.cpu.simd.VectorMath.SHORTS;
import static llm.cpu.simd.VectorMath.loadAt;
import static llm.cpu.simd.VectorMath.store;
import static llm.cpu.simd.VectorMath.storeAt;
import static llm.cpu.simd.VectorMath.unchecked;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import llm.cpu.memory.NativeBlock;
import llm.cpu.memory.Workers;
import llm.cpu.x86.GemvCode;
import llm.tensor.backend.Backend;
import llm.tensor.backend.DType;

/// Values as bfloat16, the upper 16 bits of a float32: sixteen zeros behind them make the float32
/// again.
public final class Bf16Storage extends QuantizedStorage {
    private static final VectorSpecies<Integer> INTS = FLOATS.withLanes(int.class);
    private static final int MOST_IN_CODE = 160;
    private static final ByteOrder NATIVE = ByteOrder.nativeOrder();

    private final MemorySegment values;
    private final int columns;
    private final int stride = LANES;

    public Bf16Storage(Backend backend, Size size, NativeBlock block) {
        super(backend, DType.BF16, size, block);
        this.values = block.segment();
        this.columns = size.columns();
    }

    @Override
    public void quantize(float[] row, int from, int index) {
        long at = (long) index * columns;
        for (int j = 0; j < columns; j++) {
            values.setAtIndex(JAVA_SHORT, at + j, round(row[from + j]));
        }
    }

    /// The nearest bfloat16; of two equally near the one whose last bit is 0.
    public static short round(float value) {
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
    public void dequantize(int row, MemorySegment y, long to) {
        long at = (long) row * columns;
        int j = 0;
        for (; j <= columns - LANES; j += LANES) {
            store(widened(ShortVector.fromMemorySegment(SHORTS, values, at + j << 1, NATIVE)), y,
                    to + j);
        }
        for (; j < columns; j++) {
            y.setAtIndex(JAVA_FLOAT, to + j, value(row, j));
        }
    }

    /// All values, row after row.
    public MemorySegment values() {
        requireAlive();
        return values;
    }

    @Override
    public int fewVectors() {
        return GemvCode.ofBf16().isPresent() ? MOST_IN_CODE : ALWAYS_FEW;
    }

    @Override
    public int runs() {
        return 4;
    }

    @Override
    public int step() {
        return LANES;
    }

    /// One vector waits for memory; several meet each weight in machine code where there is some.
    @Override
    public Workers.Range times(Vectors vectors) {
        Optional<GemvCode> code = vectors.count() > 1 && columns >= LANES ? GemvCode.ofBf16()
                : Optional.empty();
        return code.isPresent() ? timesIn(code.get(), row -> address(row, 0), vectors)
                : super.times(vectors);
    }

    /// The stride is a field so that the compiler does not know it: it would cut the loop into
    /// three, which pays only for longer rows than a model has. The mask shows it that an index is
    /// never negative, so that no address needs a check.
    @Override
    public void sums(int row, int distance, long x, long sums) {
        FloatVector sum0 = FloatVector.zero(FLOATS);
        FloatVector sum1 = FloatVector.zero(FLOATS);
        FloatVector sum2 = FloatVector.zero(FLOATS);
        FloatVector sum3 = FloatVector.zero(FLOATS);
        long in = unchecked(x);
        long row0 = address(row, 0);
        long row1 = address(row + distance, 0);
        long row2 = address(row + 2 * distance, 0);
        long row3 = address(row + 3 * distance, 0);
        int end = columns & -LANES;
        for (int i = 0; i < end; i += stride) {
            long j = i & Integer.MAX_VALUE;
            long at = j * Short.BYTES;
            FloatVector v = loadAt(in + j * Float.BYTES);
            sum0 = v.fma(widened(row0 + at), sum0);
            sum1 = v.fma(widened(row1 + at), sum1);
            sum2 = v.fma(widened(row2 + at), sum2);
            sum3 = v.fma(widened(row3 + at), sum3);
        }
        storeAt(sum0, sums);
        storeAt(sum1, sums + VECTOR_BYTES);
        storeAt(sum2, sums + 2 * VECTOR_BYTES);
        storeAt(sum3, sums + 3 * VECTOR_BYTES);
    }

    @Override
    public void sums(int row, int distance, long x0, long x1, long sums) {
        FloatVector sum00 = FloatVector.zero(FLOATS);
        FloatVector sum01 = FloatVector.zero(FLOATS);
        FloatVector sum02 = FloatVector.zero(FLOATS);
        FloatVector sum03 = FloatVector.zero(FLOATS);
        FloatVector sum10 = FloatVector.zero(FLOATS);
        FloatVector sum11 = FloatVector.zero(FLOATS);
        FloatVector sum12 = FloatVector.zero(FLOATS);
        FloatVector sum13 = FloatVector.zero(FLOATS);
        long in0 = unchecked(x0);
        long in1 = unchecked(x1);
        long row0 = address(row, 0);
        long row1 = address(row + distance, 0);
        long row2 = address(row + 2 * distance, 0);
        long row3 = address(row + 3 * distance, 0);
        int end = columns & -LANES;
        for (int i = 0; i < end; i += stride) {
            long j = i & Integer.MAX_VALUE;
            long at = j * Short.BYTES;
            FloatVector v0 = loadAt(in0 + j * Float.BYTES);
            FloatVector v1 = loadAt(in1 + j * Float.BYTES);
            FloatVector w = widened(row0 + at);
            sum00 = v0.fma(w, sum00);
            sum10 = v1.fma(w, sum10);
            w = widened(row1 + at);
            sum01 = v0.fma(w, sum01);
            sum11 = v1.fma(w, sum11);
            w = widened(row2 + at);
            sum02 = v0.fma(w, sum02);
            sum12 = v1.fma(w, sum12);
            w = widened(row3 + at);
            sum03 = v0.fma(w, sum03);
            sum13 = v1.fma(w, sum13);
        }
        storeAt(sum00, sums);
        storeAt(sum01, sums + VECTOR_BYTES);
        storeAt(sum02, sums + 2 * VECTOR_BYTES);
        storeAt(sum03, sums + 3 * VECTOR_BYTES);
        storeAt(sum10, sums + 4 * VECTOR_BYTES);
        storeAt(sum11, sums + 5 * VECTOR_BYTES);
        storeAt(sum12, sums + 6 * VECTOR_BYTES);
        storeAt(sum13, sums + 7 * VECTOR_BYTES);
    }

    private long address(int row, int column) {
        return unchecked(values.address() + ((long) row * columns + column) * Short.BYTES);
    }

    private static FloatVector widened(long address) {
        return widened(ShortVector.fromMemorySegment(SHORTS, MEMORY, address, NATIVE));
    }

    public static FloatVector widened(ShortVector bits) {
        IntVector wide = (IntVector) bits.convertShape(VectorOperators.S2I, INTS, 0);
        return wide.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
    }

    @Override
    public float value(int row, int column) {
        return widen(values.getAtIndex(JAVA_SHORT, (long) row * columns + column));
    }
}
