package llm.cpu.quantized;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static llm.cpu.simd.VectorMath.LANES;
import static llm.cpu.simd.VectorMath.MEMORY;
import static llm.cpu.simd.VectorMath.loadAt;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.function.IntToLongFunction;
import llm.cpu.memory.Workers;
import llm.cpu.simd.VectorMath;
import llm.cpu.x86.GemvCode;

/// The rows of a matrix, each times a few vectors, which is what generating tokens consists of. The
/// matrix is read once, so memory bandwidth is the limit: it is read in several runs of rows, far
/// apart, because the processor reads ahead in each of them, and a single run leaves it waiting.
public interface Gemv {
    int MOST_RUNS = 4;
    /// What [#fewVectors] is at least: so many texts may be written together, and each of them gets
    /// what it gets alone, because its row is summed in the same order.
    int ALWAYS_FEW = 32;
    int CACHED = 1 << 15;                                    // values: 128 KiB of float32
    int VECTOR_BYTES = LANES * Float.BYTES;
    ThreadLocal<MemorySegment> SUMS = ThreadLocal.withInitial(
            () -> Arena.ofAuto().allocate(2 * MOST_RUNS * VECTOR_BYTES, VECTOR_BYTES));

    int rows();

    int columns();

    /// Up to how many vectors this is faster than laying all rows out for [Gemm].
    int fewVectors();

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

    /// The same for two vectors; what belongs to `x1` follows what belongs to `x0`.
    default void sums(int row, int distance, long x0, long x1, long sums) {
        sums(row, distance, x0, sums);
        sums(row, distance, x1, sums + runs() * VECTOR_BYTES);
    }

    float value(int row, int column);

    /// Vectors to multiply, and where the results go.
    ///
    /// @param count how many there are
    /// @param x     `(count, columns)`
    /// @param y     `(count, yStep)`, of which each row's first values are written
    /// @param yStep at least the number of rows
    record Vectors(int count, MemorySegment x, MemorySegment y, int yStep) {

        private Vectors part(int from, int most, int columns) {
            return new Vectors(Math.min(most, count - from),
                    x.asSlice((long) from * columns * Float.BYTES),
                    y.asSlice((long) from * yStep * Float.BYTES), yStep);
        }
    }

    /// `y[v, i] = Σⱼ this[i, j] · x[v, j]` for all vectors `v`, as a loop over the rows `i`, which
    /// threads may share; two vectors at a time, so that each weight is loaded once for both.
    default Workers.Range times(Vectors vectors) {
        requireVectors(vectors);
        return (from, to) -> {
            requireRows(from, to);
            int rows = vectors.count <= 2 ? to - from : cachedRows();
            for (int start = from; start < to; start += rows) {
                for (int v = 0; v < vectors.count; v += 2) {
                    multiplyTwo(vectors.part(v, 2, columns()), start, Math.min(start + rows, to));
                }
            }
        };
    }

    /// As many rows as stay in a core's cache while each pair of vectors meets them.
    private int cachedRows() {
        return Math.max(MOST_RUNS, CACHED / Math.max(1, columns()) & -MOST_RUNS);
    }

    default void requireVectors(Vectors vectors) {
        Objects.checkFromIndexSize(0, (long) vectors.count * columns() * Float.BYTES,
                vectors.x.byteSize());
    }

    default void requireRows(int from, int to) {
        Objects.checkFromToIndex(from, to, rows());
    }

    /// The same in machine code, which leaves the columns that fill no step.
    ///
    /// @param rowAddress of each row
    default Workers.Range timesIn(GemvCode code, IntToLongFunction rowAddress, Vectors vectors) {
        requireVectors(vectors);
        return (from, to) -> {
            requireRows(from, to);
            requireResults(vectors, from, to);
            code.multiply(rowAddress.applyAsLong(from), to - from, columns(), vectors.count,
                    vectors.x.address(), vectors.y.address() + (long) from * Float.BYTES,
                    vectors.yStep);
            for (int v = 0; v < vectors.count; v++) {
                addRests(vectors, v, from, to);
            }
        };
    }

    /// For code that writes results by address.
    default void requireResults(Vectors vectors, int from, int to) {
        Objects.checkFromIndexSize((long) (vectors.count - 1) * vectors.yStep + from, to - from,
                vectors.y.byteSize() / Float.BYTES);
    }

    /// The same for one or two.
    private void multiplyTwo(Vectors vectors, int from, int to) {
        long sums = SUMS.get().address();
        int run = (to - from) / runs();
        for (int row = from; row < from + run; row++) {
            sums(row, run, vectors, sums);
            for (int i = 0; i < runs(); i++) {
                put(row + i * run, vectors, sums + i * VECTOR_BYTES);
            }
        }
        for (int row = from + runs() * run; row < to; row++) {
            sums(row, 0, vectors, sums);
            put(row, vectors, sums);
        }
    }

    private void sums(int row, int distance, Vectors vectors, long sums) {
        long x = vectors.x.address();
        if (vectors.count == 1) {
            sums(row, distance, x, sums);
        } else {
            sums(row, distance, x, x + (long) columns() * Float.BYTES, sums);
        }
    }

    private void put(int row, Vectors vectors, long sums) {
        long x = vectors.x.address();
        for (int v = 0; v < vectors.count; v++) {
            float sum = VectorMath.sum(loadAt(sums + v * runs() * VECTOR_BYTES));
            vectors.y.setAtIndex(JAVA_FLOAT, (long) v * vectors.yStep + row, sum + rest(row, x));
            x += (long) columns() * Float.BYTES;
        }
    }

    /// Adds to the result of one vector what the columns give that fill no step.
    private void addRests(Vectors vectors, int v, int from, int to) {
        if (columns() % step() == 0) {
            return;
        }
        long x = vectors.x.address() + (long) v * columns() * Float.BYTES;
        for (int row = from; row < to; row++) {
            VectorMath.put(rest(row, x), vectors.y, (long) v * vectors.yStep + row, true);
        }
    }

    private float rest(int row, long x) {
        float sum = 0;
        for (int j = columns() & -step(); j < columns(); j++) {
            sum += MEMORY.get(JAVA_FLOAT, x + (long) j * Float.BYTES) * value(row, j);
        }
        return sum;
    }
}
