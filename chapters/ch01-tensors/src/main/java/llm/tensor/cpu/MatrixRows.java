package llm.tensor.cpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static llm.tensor.cpu.VectorMath.LANES;
import static llm.tensor.cpu.VectorMath.MEMORY;
import static llm.tensor.cpu.VectorMath.loadAt;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/// The rows of a matrix, each times one vector, which is what generating a token consists of. The
/// matrix is read once, so memory bandwidth is the limit: it is read in several runs of rows, far
/// apart, because the processor reads ahead in each of them, and a single run leaves it waiting.
interface MatrixRows {
    int MOST_RUNS = 4;
    int VECTOR_BYTES = LANES * Float.BYTES;
    ThreadLocal<MemorySegment> SUMS = ThreadLocal.withInitial(
            () -> Arena.ofAuto().allocate(MOST_RUNS * VECTOR_BYTES, VECTOR_BYTES));

    int rows();

    int columns();

    /// How many rows [#sums] takes at a time.
    int runs();

    /// How many columns [#sums] takes at a time; it leaves those that fill no step.
    int step();

    /// Writes a vector for each of the rows `row`, `row + distance`, …; its lanes add up to the
    /// product of that row and `x`, both as far as they fill whole steps. Adding them up here too
    /// would make the method too large for the compiler, which would then put vectors on the heap.
    ///
    /// @param x    address of the vector
    /// @param sums address of the result
    void sums(int row, int distance, long x, long sums);

    float value(int row, int column);

    /// `y[i] = Σⱼ this[i, j] · x[j]` for rows `from` to `to`.
    default void multiply(MemorySegment x, MemorySegment y, int from, int to) {
        Objects.checkFromToIndex(from, to, rows());
        Objects.checkFromIndexSize(0, (long) columns() * Float.BYTES, x.byteSize());
        long sums = SUMS.get().address();
        int run = (to - from) / runs();
        for (int row = from; row < from + run; row++) {
            sums(row, run, x.address(), sums);
            for (int i = 0; i < runs(); i++) {
                put(row + i * run, x.address(), sums + i * VECTOR_BYTES, y);
            }
        }
        for (int row = from + runs() * run; row < to; row++) {
            sums(row, 0, x.address(), sums);
            put(row, x.address(), sums, y);
        }
    }

    private void put(int row, long x, long sum, MemorySegment y) {
        y.setAtIndex(JAVA_FLOAT, row, VectorMath.sum(loadAt(sum)) + rest(row, x));
    }

    private float rest(int row, long x) {
        float sum = 0;
        for (int j = columns() & -step(); j < columns(); j++) {
            sum += MEMORY.get(JAVA_FLOAT, x + (long) j * Float.BYTES) * value(row, j);
        }
        return sum;
    }
}
