package llm.cpu.gemm;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import llm.cpu.simd.Transpose;
import llm.cpu.simd.VectorMath;

/// A single-threaded product of row-major float32 matrices; threads are `CpuMatmul`' business.
public interface Gemm {

    /// Where a factor begins, the distance between its stored rows, and whether it is transposed.
    record Operand(MemorySegment memory, long offset, int stride, boolean transposed) {

        public Operand transpose() {
            return new Operand(memory, offset, stride, !transposed);
        }

        /// The same without the rows before `row` and the columns before `column`.
        public Operand from(int row, int column) {
            return new Operand(memory, index(row, column), stride, transposed);
        }

        /// Index of the value in a row and column, counted from where the memory begins.
        public long index(int row, int column) {
            return offset + (transposed ? (long) column * stride + row
                    : (long) row * stride + column);
        }

        /// Bytes from one row to the next, as the product sees them.
        public long rowStep() {
            return transposed ? Float.BYTES : (long) stride * Float.BYTES;
        }

        /// Bytes from one column to the next.
        public long columnStep() {
            return transposed ? (long) stride * Float.BYTES : Float.BYTES;
        }

        /// Address of the value in a row and column.
        public long address(int row, int column) {
            return memory.address() + offset * Float.BYTES + row * rowStep()
                    + column * columnStep();
        }

        /// Checks that `(rows, columns)` lie in the memory, for those who read by address.
        public void require(int rows, int columns) {
            if (rows == 0 || columns == 0) {
                return;
            }
            long end = address(rows - 1, columns - 1) + Float.BYTES - memory.address();
            if (!memory.isNative() || offset < 0 || end > memory.byteSize()) {
                throw new IllegalArgumentException(("a factor must lie in native memory of at "
                        + "least %d bytes, got %s").formatted(end, memory));
            }
        }
    }

    /// `c = alpha · a · b + beta · c`, with `a` `(m, k)`, `b` `(k, n)` and `c` `(m, n)` after
    /// transposition.
    void multiply(int m, int n, int k, float alpha, Operand a, Operand b, float beta, Operand c);

    /// A second factor `(k, n)` that many first ones meet, laid out once.
    interface Factor {
        int ALIGNMENT = 16;                                  // columns

        /// Values of memory that [Gemm#layOut] asks for.
        static long size(int k, int n) {
            return (long) Transpose.padded(k) * width(n);
        }

        /// The next whole number of [#ALIGNMENT]. A product may have as many columns: those that
        /// there are not are 0.
        static int width(int columns) {
            return (columns + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        }

        /// The same without the rows before `row` and the columns before `column`, a multiple of
        /// [#ALIGNMENT].
        public Factor from(int row, int column);

        /// `c = alpha · a · b + beta · c`, where `b` is the start of this factor.
        void multiply(int m, int n, int k, float alpha, Operand a, float beta, Operand c);
    }

    /// Lays out `b` in `memory`, which must live as long as the result. Without a layout of one's
    /// own, rows are read where they lie, and transposed where they are columns.
    default Factor layOut(int k, int n, Operand b, MemorySegment memory) {
        b.require(k, n);
        if (!b.transposed()) {
            return new Rows(this, b);
        }
        int width = Factor.width(n);
        Operand rows = new Operand(memory, 0, width, false);
        rows.require(k, width);
        Transpose.copy(b.address(0, 0), b.columnStep(), k, n, rows.address(0, 0),
                rows.rowStep(), width);
        return new Rows(this, rows);
    }

    /// The same in memory of which `parts` gives as much as it needs.
    default Factor layOut(int k, int n, Operand b, SegmentAllocator parts) {
        return layOut(k, n, b, parts.allocate(JAVA_FLOAT, Factor.size(k, n)));
    }

    /// A factor for the pieces of one product. It does not change until the last of them is done.
    default Factor factor(Operand b) {
        return new Rows(this, b);
    }

    /// A factor as it lies in memory.
    record Rows(Gemm gemm, Operand rows) implements Factor {

        @Override
        public Factor from(int row, int column) {
            return new Rows(gemm, rows.from(row, column));
        }

        @Override
        public void multiply(int m, int n, int k, float alpha, Operand a, float beta, Operand c) {
            gemm.multiply(m, n, k, alpha, a, rows, beta, c);
        }
    }

    /// Whether a product may be cut into more pieces than there are threads, so that none waits for
    /// a slower one. What is laid out for a piece must cost little.
    default boolean mayBeCutSmall() {
        return false;
    }

    /// Whether the last bits of a result depend on the piece of the product that it comes from. Then
    /// the pieces must be the same for any number of threads.
    default boolean dependsOnPieces() {
        return false;
    }

    /// Name for people.
    String name();
}
