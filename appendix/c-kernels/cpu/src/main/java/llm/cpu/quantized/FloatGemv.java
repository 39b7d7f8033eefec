package llm.cpu.quantized;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static llm.cpu.simd.VectorMath.FLOATS;
import static llm.cpu.simd.VectorMath.LANES;
import static llm.cpu.simd.VectorMath.MEMORY;
import static llm.cpu.simd.VectorMath.loadAt;
import static llm.cpu.simd.VectorMath.storeAt;
import static llm.cpu.simd.VectorMath.unchecked;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import llm.cpu.memory.Workers;
import llm.cpu.x86.GemvCode;

/// Rows of float32 values.
///
/// @param values `(rows, columns)`
public record FloatGemv(MemorySegment values, int rows, int columns) implements Gemv {
    private static final int MOST_IN_CODE = 96;
    private static int stride = LANES;                       // see Bf16Storage: not a constant

    public FloatGemv {
        if (values.byteSize() < (long) rows * columns * Float.BYTES) {
            throw new IllegalArgumentException("%d bytes must hold (%d, %d) float32 values"
                    .formatted(values.byteSize(), rows, columns));
        }
    }

    @Override
    public Workers.Range times(Vectors vectors) {
        return GemvCode.runsHere(columns)
                ? timesIn(GemvCode.ofFloats(vectors.count()), row -> address(row, 0), vectors)
                : timesInJava(vectors);
    }

    public Workers.Range timesInJava(Vectors vectors) {
        return Gemv.super.times(vectors);
    }

    @Override
    public int fewVectors() {
        return GemvCode.runsHere(columns) ? MOST_IN_CODE : ALWAYS_FEW;
    }

    @Override
    public int runs() {
        return 4;
    }

    @Override
    public int step() {
        return LANES;
    }

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
        for (int j = 0; j < end; j += stride) {
            long at = (long) (j & Integer.MAX_VALUE) * Float.BYTES;
            FloatVector v = loadAt(in + at);
            sum0 = v.fma(loadAt(row0 + at), sum0);
            sum1 = v.fma(loadAt(row1 + at), sum1);
            sum2 = v.fma(loadAt(row2 + at), sum2);
            sum3 = v.fma(loadAt(row3 + at), sum3);
        }
        storeAt(sum0, sums);
        storeAt(sum1, sums + VECTOR_BYTES);
        storeAt(sum2, sums + 2 * VECTOR_BYTES);
        storeAt(sum3, sums + 3 * VECTOR_BYTES);
    }

    /// Four rows by two vectors, whose sums fill half of the registers that AVX2 has: the others
    /// are needed by what is loaded.
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
        for (int j = 0; j < end; j += stride) {
            long at = (long) (j & Integer.MAX_VALUE) * Float.BYTES;
            FloatVector v0 = loadAt(in0 + at);
            FloatVector v1 = loadAt(in1 + at);
            FloatVector w = loadAt(row0 + at);
            sum00 = v0.fma(w, sum00);
            sum10 = v1.fma(w, sum10);
            w = loadAt(row1 + at);
            sum01 = v0.fma(w, sum01);
            sum11 = v1.fma(w, sum11);
            w = loadAt(row2 + at);
            sum02 = v0.fma(w, sum02);
            sum12 = v1.fma(w, sum12);
            w = loadAt(row3 + at);
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

    @Override
    public float value(int row, int column) {
        return MEMORY.get(JAVA_FLOAT, address(row, column));
    }

    private long address(int row, int column) {
        return unchecked(values.address() + ((long) row * columns + column) * Float.BYTES);
    }
}
