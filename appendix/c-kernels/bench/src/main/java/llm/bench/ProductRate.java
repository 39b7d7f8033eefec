package llm.bench;

import llm.tensor.Scope;
import llm.tensor.Tensor;

/// How fast this machine multiplies matrices: large square ones, on all threads, by the engine's
/// own product. Nobody trains faster than the products of a step can be done.
public final class ProductRate {
    private static final int SIDE = 1536;
    private static final double FLOPS = 2.0 * SIDE * SIDE * SIDE;

    private ProductRate() {
    }

    /// The best of several products, in 10⁹ floating-point operations per second.
    public static double gigaflopsPerSecond(int products) {
        try (Scope _ = Scope.open()) {
            Tensor ones = Tensor.ones(SIDE, SIDE);           // (SIDE, SIDE)
            long best = Long.MAX_VALUE;
            for (int i = 0; i < products; i++) {
                best = Math.min(best, nanos(ones));
            }
            return FLOPS / best;
        }
    }

    private static long nanos(Tensor ones) {
        try (Scope _ = Scope.open()) {
            long start = System.nanoTime();
            Tensor product = ones.matmul(ones);
            long nanos = System.nanoTime() - start;
            if (product.at(SIDE - 1, SIDE - 1) != SIDE) {
                throw new IllegalStateException("rows of ones must give their length, got "
                        + product.at(SIDE - 1, SIDE - 1));
            }
            return nanos;
        }
    }
}
