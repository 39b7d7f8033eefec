package llm.cpu.gemm;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.LongAdder;

/// Counts the time that all threads spend in products, for benchmarks. In use when the system
/// property `llm.timeProducts` is `true`.
public final class TimedGemm implements Gemm {
    private static final LongAdder NANOS = new LongAdder();

    private final Gemm gemm;

    public TimedGemm(Gemm gemm) {
        this.gemm = gemm;
    }

    /// Nanoseconds so far, summed over threads.
    public static long nanos() {
        return NANOS.sum();
    }

    @Override
    public void multiply(int m, int n, int k, float alpha, Operand a, Operand b, float beta,
                         Operand c) {
        long start = System.nanoTime();
        gemm.multiply(m, n, k, alpha, a, b, beta, c);
        NANOS.add(System.nanoTime() - start);
    }

    @Override
    public Factor layOut(int k, int n, Operand b, MemorySegment memory) {
        long start = System.nanoTime();
        Factor factor = gemm.layOut(k, n, b, memory);
        NANOS.add(System.nanoTime() - start);
        return new TimedFactor(factor);
    }

    @Override
    public Factor factor(Operand b) {
        return new TimedFactor(gemm.factor(b));
    }

    private record TimedFactor(Factor factor) implements Factor {

        @Override
        public Factor from(int row, int column) {
            return new TimedFactor(factor.from(row, column));
        }

        @Override
        public void multiply(int m, int n, int k, float alpha, Operand a, float beta, Operand c) {
            long start = System.nanoTime();
            factor.multiply(m, n, k, alpha, a, beta, c);
            NANOS.add(System.nanoTime() - start);
        }
    }

    @Override
    public boolean mayBeCutSmall() {
        return gemm.mayBeCutSmall();
    }

    @Override
    public boolean dependsOnPieces() {
        return gemm.dependsOnPieces();
    }

    @Override
    public String name() {
        return gemm.name();
    }
}
