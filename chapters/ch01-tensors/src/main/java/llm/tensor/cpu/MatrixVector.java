package llm.tensor.cpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static llm.tensor.cpu.VectorMath.FLOATS;
import static llm.tensor.cpu.VectorMath.LANES;
import static llm.tensor.cpu.VectorMath.load;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/// A matrix times one vector, which is what generating a token consists of. The matrix is read
/// once, so memory bandwidth is the limit: four rows at a time keep enough reads under way.
final class MatrixVector {

    private MatrixVector() {
    }

    /// `y[i] = Σⱼ weights[i, j] · x[j]` for rows `from` to `to` of `(rows, n)` weights.
    static void multiply(MemorySegment weights, MemorySegment x, int n, MemorySegment y, int from,
                         int to) {
        int row = from;
        for (; row <= to - 4; row += 4) {
            fourRows(weights, (long) row * n, x, n, y, row);
        }
        for (; row < to; row++) {
            y.setAtIndex(JAVA_FLOAT, row, RowMath.dot(weights, (long) row * n, x, 0, n));
        }
    }

    private static void fourRows(MemorySegment weights, long at, MemorySegment x, int n,
                                 MemorySegment y, int row) {
        FloatVector sum0 = FloatVector.zero(FLOATS);
        FloatVector sum1 = FloatVector.zero(FLOATS);
        FloatVector sum2 = FloatVector.zero(FLOATS);
        FloatVector sum3 = FloatVector.zero(FLOATS);
        int j = 0;
        for (; j <= n - LANES; j += LANES) {
            FloatVector v = load(x, j);
            sum0 = v.fma(load(weights, at + j), sum0);
            sum1 = v.fma(load(weights, at + n + j), sum1);
            sum2 = v.fma(load(weights, at + 2L * n + j), sum2);
            sum3 = v.fma(load(weights, at + 3L * n + j), sum3);
        }
        y.setAtIndex(JAVA_FLOAT, row, VectorMath.sum(sum0)
                + rest(weights, at, x, j, n));
        y.setAtIndex(JAVA_FLOAT, row + 1, VectorMath.sum(sum1)
                + rest(weights, at + n, x, j, n));
        y.setAtIndex(JAVA_FLOAT, row + 2, VectorMath.sum(sum2)
                + rest(weights, at + 2L * n, x, j, n));
        y.setAtIndex(JAVA_FLOAT, row + 3, VectorMath.sum(sum3)
                + rest(weights, at + 3L * n, x, j, n));
    }

    private static float rest(MemorySegment weights, long at, MemorySegment x, int from, int n) {
        float sum = 0;
        for (int j = from; j < n; j++) {
            sum += weights.getAtIndex(JAVA_FLOAT, at + j) * x.getAtIndex(JAVA_FLOAT, j);
        }
        return sum;
    }
}
