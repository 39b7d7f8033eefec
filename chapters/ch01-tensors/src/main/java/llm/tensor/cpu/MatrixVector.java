package llm.tensor.cpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static llm.tensor.cpu.VectorMath.FLOATS;
import static llm.tensor.cpu.VectorMath.LANES;
import static llm.tensor.cpu.VectorMath.load;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/// A matrix times one vector, which is what generating a token consists of. The matrix is read
/// once, so memory bandwidth is the limit: one row after the other, because the processor reads
/// ahead best where reads follow each other, and four sums, because one would wait for itself.
final class MatrixVector {
    private static final int STEP = 4 * LANES;

    private MatrixVector() {
    }

    /// `y[i] = Σⱼ weights[i, j] · x[j]` for rows `from` to `to` of `(rows, n)` weights.
    static void multiply(MemorySegment weights, MemorySegment x, int n, MemorySegment y, int from,
                         int to) {
        for (int row = from; row < to; row++) {
            y.setAtIndex(JAVA_FLOAT, row, dot(weights, (long) row * n, x, n));
        }
    }

    private static float dot(MemorySegment weights, long at, MemorySegment x, int n) {
        FloatVector sum0 = FloatVector.zero(FLOATS);
        FloatVector sum1 = FloatVector.zero(FLOATS);
        FloatVector sum2 = FloatVector.zero(FLOATS);
        FloatVector sum3 = FloatVector.zero(FLOATS);
        int j = 0;
        for (; j <= n - STEP; j += STEP) {
            sum0 = load(x, j).fma(load(weights, at + j), sum0);
            sum1 = load(x, j + LANES).fma(load(weights, at + j + LANES), sum1);
            sum2 = load(x, j + 2 * LANES).fma(load(weights, at + j + 2 * LANES), sum2);
            sum3 = load(x, j + 3 * LANES).fma(load(weights, at + j + 3 * LANES), sum3);
        }
        float rest = 0;
        for (; j < n; j++) {
            rest += weights.getAtIndex(JAVA_FLOAT, at + j) * x.getAtIndex(JAVA_FLOAT, j);
        }
        return VectorMath.sum(sum0.add(sum1).add(sum2.add(sum3))) + rest;
    }
}
