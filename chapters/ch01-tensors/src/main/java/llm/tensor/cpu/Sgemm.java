package llm.tensor.cpu;

import java.lang.foreign.MemorySegment;

/// A single-threaded product of row-major float32 matrices; threads are `CpuProducts`' business.
interface Sgemm {

    /// Where a factor begins, the distance between its stored rows, and whether it is transposed.
    record Operand(MemorySegment memory, long offset, int stride, boolean transposed) {

        Operand transpose() {
            return new Operand(memory, offset, stride, !transposed);
        }
    }

    /// `c = alpha · a · b + beta · c`, with `a` `(m, k)`, `b` `(k, n)` and `c` `(m, n)` after
    /// transposition.
    void multiply(int m, int n, int k, float alpha, Operand a, Operand b, float beta, Operand c);

    /// Name for people.
    String name();

    /// OpenBLAS where its library is on the class path, else the product in Java.
    static Sgemm best() {
        Sgemm best = OpenBlas.load().<Sgemm>map(blas -> blas).orElseGet(JavaSgemm::new);
        return Boolean.getBoolean("llm.timeProducts") ? new TimedSgemm(best) : best;
    }
}
