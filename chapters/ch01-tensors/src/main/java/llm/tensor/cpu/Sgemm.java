package llm.tensor.cpu;

import java.lang.foreign.MemorySegment;

/// A single-threaded product of row-major float32 matrices; threads are `CpuProducts`' business.
interface Sgemm {

    /// Where a factor begins, the distance between its stored rows, and whether it is transposed.
    record Operand(MemorySegment memory, long offset, int stride, boolean transposed) {

        Operand transpose() {
            return new Operand(memory, offset, stride, !transposed);
        }

        /// Bytes from one row to the next, as the product sees them.
        long rowStep() {
            return transposed ? Float.BYTES : (long) stride * Float.BYTES;
        }

        /// Bytes from one column to the next.
        long columnStep() {
            return transposed ? (long) stride * Float.BYTES : Float.BYTES;
        }

        /// Address of the value in a row and column.
        long address(int row, int column) {
            return memory.address() + offset * Float.BYTES + row * rowStep()
                    + column * columnStep();
        }

        /// Checks that `(rows, columns)` lie in the memory, for those who read by address.
        void require(int rows, int columns) {
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

    /// Whether a product may be cut into more pieces than there are threads, so that none waits for
    /// a slower one. What is laid out for a piece must cost little.
    default boolean mayBeCutSmall() {
        return false;
    }

    /// Name for people.
    String name();

    /// The fastest here. Vectors of 512 bits are fastest in Java; narrower ones in machine code, or
    /// else in OpenBLAS, if its library is on the class path. The system property `llm.products`
    /// chooses: `machine`, `openblas` or `java`.
    static Sgemm best() {
        String choice = System.getProperty("llm.products",
                VectorMath.LANES < 16 ? "machine" : "java");
        Sgemm best = switch (choice) {
            case "machine" -> MachineSgemm.load().<Sgemm>map(code -> code)
                    .orElseGet(Sgemm::openBlasOrJava);
            case "openblas" -> openBlasOrJava();
            case "java" -> new JavaSgemm();
            default -> throw new IllegalArgumentException(
                    "llm.products must be machine, openblas or java, got " + choice);
        };
        return Boolean.getBoolean("llm.timeProducts") ? new TimedSgemm(best) : best;
    }

    private static Sgemm openBlasOrJava() {
        return OpenBlas.load().<Sgemm>map(blas -> blas).orElseGet(JavaSgemm::new);
    }
}
