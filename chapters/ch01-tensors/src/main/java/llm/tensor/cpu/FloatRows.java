package llm.tensor.cpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static llm.tensor.cpu.VectorMath.FLOATS;
import static llm.tensor.cpu.VectorMath.LANES;
import static llm.tensor.cpu.VectorMath.MEMORY;
import static llm.tensor.cpu.VectorMath.loadAt;
import static llm.tensor.cpu.VectorMath.storeAt;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/// Rows of float32 values.
///
/// @param values `(rows, columns)`
record FloatRows(MemorySegment values, int rows, int columns) implements MatrixRows {

    FloatRows {
        if (values.byteSize() < (long) rows * columns * Float.BYTES) {
            throw new IllegalArgumentException("%d bytes must hold (%d, %d) float32 values"
                    .formatted(values.byteSize(), rows, columns));
        }
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
        long at = address(row, 0);
        long next = (long) distance * columns * Float.BYTES;
        for (int j = 0; j <= columns - LANES; j += LANES) {
            FloatVector in = loadAt(x);
            sum0 = in.fma(loadAt(at), sum0);
            sum1 = in.fma(loadAt(at + next), sum1);
            sum2 = in.fma(loadAt(at + 2 * next), sum2);
            sum3 = in.fma(loadAt(at + 3 * next), sum3);
            at += VECTOR_BYTES;
            x += VECTOR_BYTES;
        }
        storeAt(sum0, sums);
        storeAt(sum1, sums + VECTOR_BYTES);
        storeAt(sum2, sums + 2 * VECTOR_BYTES);
        storeAt(sum3, sums + 3 * VECTOR_BYTES);
    }

    @Override
    public float value(int row, int column) {
        return MEMORY.get(JAVA_FLOAT, address(row, column));
    }

    private long address(int row, int column) {
        return values.address() + ((long) row * columns + column) * Float.BYTES;
    }
}
