package llm.tensor;

import java.util.Arrays;
import java.util.stream.IntStream;
import llm.tensor.backend.DType;
import llm.tensor.backend.ElementwiseKernels.Target;
import llm.tensor.backend.MatmulKernels;
import llm.tensor.backend.MatmulKernels.Batched;
import llm.tensor.backend.MatmulKernels.Matrix;
import llm.tensor.backend.MatmulKernels.Size;
import llm.tensor.backend.Storage;

/// Matrix products over the last two axes, for every index of the axes before.
public final class Matmul {

    private static final int WIDENED = 1 << 20;              // values at a time

    private Matmul() {
    }

    /// `y = a · b`, shapes `(..., m, k)` and `(..., k, n)` → `(..., m, n)`; or `y = a · bᵀ` with `b`
    /// `(..., n, k)`. The leading axes are stretched to a common shape.
    ///
    /// Backward: `dL/da = g · bᵀ`, `dL/db = aᵀ · g`; for the transposed product `dL/da = g · b`,
    /// `dL/db = gᵀ · a`.
    public static Tensor product(Tensor a, Tensor b, boolean transposeB) {
        requireFitting(a, b, transposeB);
        if (b.rank() == 2) {
            return fold(a, b, transposeB);
        }
        int[] leadingA = Arrays.copyOf(a.shape().toArray(), a.rank() - 2);
        int[] leadingB = Arrays.copyOf(b.shape().toArray(), b.rank() - 2);
        Shape leading = Shape.broadcast(Shape.of(leadingA), Shape.of(leadingB));
        return batched(Layout.broadcast(a, append(leading, a)),
                Layout.broadcast(b, append(leading, b)), transposeB);
    }

    /// What a product with a weight `(n, k)` gives back to its input: `gx = g · weight`, `(m, n)` →
    /// `(m, k)`. A frozen weight in fewer bits is widened some rows at a time.
    public static void byWeight(Matrix g, Size size, Tensor weight, Target to) {
        MatmulKernels products = weight.backend().matmul();
        Matrix gx = Matrix.of(to.storage(), size.k());
        if (weight.dtype() == DType.F32) {
            products.multiply(new Size(size.m(), size.k(), size.n()), g,
                    Matrix.of(weight.storage(), size.k()), gx, to.add());
            return;
        }
        int most = Math.max(1, WIDENED / size.k());
        for (int from = 0; from < size.n(); from += most) {
            int[] rows = IntStream.range(from, Math.min(from + most, size.n())).toArray();
            try (Scope _ = Scope.open()) {
                Tensor wide = Tensor.empty(Shape.of(rows.length, size.k()), weight.backend());
                weight.backend().embedding().rows(weight.storage(),
                        weight.backend().memory().indices(rows), size.k(),
                        wide.storage());
                products.multiply(new Size(size.m(), size.k(), rows.length),
                        new Matrix(g.storage(), g.offset() + from, g.stride(), false),
                        Matrix.of(wide.storage(), size.k()), gx, to.add() || from > 0);
            }
        }
    }

    private static Shape append(Shape leading, Tensor matrices) {
        int[] shape = Arrays.copyOf(leading.toArray(), leading.rank() + 2);
        shape[leading.rank()] = matrices.size(-2);
        shape[leading.rank() + 1] = matrices.size(-1);
        return Shape.of(shape);
    }

    /// One matrix `b` for all of `a`: the leading axes of `a` are just more rows.
    private static Tensor fold(Tensor a, Tensor b, boolean transposeB) {
        Tensor rows = a.rank() == 2 ? a : a.reshape(-1, a.size(-1));
        int n = transposeB ? b.size(0) : b.size(1);
        Tensor y = batched(rows, b, transposeB);
        return a.rank() == 2 ? y : y.reshape(a.shape().with(-1, n).toArray());
    }

    private static Tensor batched(Tensor a, Tensor b, boolean transposeB) {
        int m = a.size(-2);
        int k = a.size(-1);
        int n = transposeB ? b.size(-2) : b.size(-1);
        int batch = a.shape().elements(0, a.rank() - 2);
        MatmulKernels products = a.backend().matmul();
        Tensor y = Tensor.empty(a.shape().with(-1, n), a.backend());
        Batched stackA = stack(a.storage(), m, k);
        Batched stackB = transposeB ? stack(b.storage(), n, k) : stack(b.storage(), k, n);
        multiply(products, new Size(m, n, k), stackA, flip(stackB, transposeB),
                stack(y.storage(), m, n), batch, false);
        return y.madeBy("matmul", g -> {
            Batched stackG = stack(g.storage(), m, n);
            a.accumulate(to -> multiply(products, new Size(m, k, n), stackG,
                    flip(stackB, !transposeB), stack(to.storage(), m, k), batch, to.add()));
            b.accumulate(to -> {
                if (transposeB) {
                    multiply(products, new Size(n, k, m), flip(stackG, true), stackA,
                            stack(to.storage(), n, k), batch, to.add());
                } else {
                    multiply(products, new Size(k, n, m), flip(stackA, true), stackG,
                            stack(to.storage(), k, n), batch, to.add());
                }
            });
        }, a, b).saving(a, b);
    }

    /// A single product is shared by the threads; of many, each thread takes some.
    private static void multiply(MatmulKernels products, Size size, Batched a, Batched b, Batched c,
                                 int batch, boolean add) {
        if (batch == 1) {
            products.multiply(size, a.matrix(), b.matrix(), c.matrix(), add);
        } else {
            products.multiplyBatch(size, a, b, c, batch, add);
        }
    }

    private static Batched stack(Storage storage, int rows, int columns) {
        return new Batched(Matrix.of(storage, columns), (long) rows * columns);
    }

    private static Batched flip(Batched x, boolean transpose) {
        return transpose ? new Batched(x.matrix().transpose(), x.batchStride()) : x;
    }

    private static void requireFitting(Tensor a, Tensor b, boolean transposeB) {
        if (a.rank() < 2 || b.rank() < 2) {
            throw new IllegalArgumentException("matmul must have matrices (rank 2 or more), got "
                    + a.shape() + " and " + b.shape());
        }
        int inner = transposeB ? b.size(-1) : b.size(-2);
        if (a.size(-1) != inner) {
            throw new IllegalArgumentException(("matmul must have as many columns in a as %s in b, "
                    + "got a=%s, b=%s").formatted(transposeB ? "columns" : "rows", a.shape(),
                    b.shape()));
        }
    }
}
