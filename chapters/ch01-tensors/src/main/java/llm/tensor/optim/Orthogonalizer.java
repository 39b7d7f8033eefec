package llm.tensor.optim;

import java.util.Collections;
import java.util.List;
import llm.tensor.Autograd;
import llm.tensor.Shape;
import llm.tensor.Tensor;
import llm.tensor.backend.ElementwiseKernels;
import llm.tensor.backend.MatmulKernels.Batched;
import llm.tensor.backend.MatmulKernels.Matrix;
import llm.tensor.backend.Storage;
import llm.tensor.backend.StridedView;

/// Brings all singular values of a matrix near 1 and keeps its singular vectors: of
/// `U diag(s) Vᵀ` it makes about `U Vᵀ`, by products alone.
///
/// `X = x / (scale · ‖x‖)`, so that no singular value is above 1; then for each polynomial
/// `X = aX + (bA + cA²)X` with `A = XXᵀ`, which does `s → as + bs³ + cs⁵` to every singular value
/// (Newton and Schulz). Source: Jordan et al. (2024), "Muon: an optimizer for hidden layers".
///
/// @param polynomials one for each iteration
/// @param scale       how much smaller than its norm the matrix begins
public record Orthogonalizer(List<Polynomial> polynomials, double scale) {
    private static final double EPSILON = 1e-7;

    /// Five times the same polynomial, steep at 0: singular values end between 0.7 and 1.2.
    public static final Orthogonalizer JORDAN = new Orthogonalizer(
            Collections.nCopies(5, new Polynomial(3.4445, -4.7750, 2.0315)), 1);

    /// Each polynomial the best for where the one before leaves the singular values.
    /// Source: Amsel et al. (2025), "The polar express", algorithm 1.
    public static final Orthogonalizer POLAR_EXPRESS = new Orthogonalizer(List.of(
            new Polynomial(8.156554524902461, -22.48329292557795, 15.878769915207462),
            new Polynomial(4.042929935166739, -2.808917465908714, 0.5000178451051316),
            new Polynomial(3.8916678022926607, -2.772484153217685, 0.5060648178503393),
            new Polynomial(3.285753657755655, -2.3681294933425376, 0.46449024233003106),
            new Polynomial(2.3465413258596377, -1.7097828382687081, 0.42323551169305323)), 1.01);

    /// `p(s) = as + bs³ + cs⁵`
    public record Polynomial(double a, double b, double c) {

        /// `aI + bA + cA²`, `(matrices, n, n)`.
        private Tensor of(Tensor gram) {
            ElementwiseKernels elements = gram.backend().elementwise();
            Tensor square = symmetric(gram, gram, false, false);
            Storage sum = square.storage();
            elements.scale(sum, (float) c, 0, sum, false);
            elements.scale(gram.storage(), (float) b, 0, sum, true);
            Tensor unit = Tensor.full(a, Shape.of(gram.size(0), gram.size(1)), gram.backend());
            gram.backend().memory().scatter(unit.storage(), diagonal(square), true);
            return square;
        }
    }

    public Orthogonalizer {
        polynomials = List.copyOf(polynomials);
        if (polynomials.isEmpty() || !(scale >= 1)) {
            throw new IllegalArgumentException("there must be a polynomial and scale must be 1 or "
                    + "more, got " + polynomials.size() + " polynomials, scale=" + scale);
        }
    }

    /// The same with fewer iterations.
    public Orthogonalizer withSteps(int steps) {
        return new Orthogonalizer(polynomials.subList(0, steps), scale);
    }

    /// Orthogonalises each of some matrices.
    ///
    /// @param x `(matrices, rows, columns)`
    /// @return `(matrices, rows, columns)`
    public Tensor of(Tensor x) {
        if (x.rank() != 3) {
            throw new IllegalArgumentException(
                    "x must be (matrices, rows, columns), got " + x.shape());
        }
        return Autograd.noGrad(() -> {
            boolean tall = x.size(1) > x.size(2);
            Tensor gram = symmetric(x, x, tall, !tall);      // (matrices, n, n), n the smaller side
            Tensor squares = diagonals(gram).sum(1);         // ‖x‖², the trace: (matrices)
            Tensor norms = squares.sqrt().mul(scale).add(EPSILON).reshape(x.size(0), 1, 1);
            Tensor p = product(gram.div(norms.square())).div(norms);
            return tall ? x.matmul(p) : p.matmul(x);         // (matrices, rows, columns)
        });
    }

    /// The product of all `B = aI + bA + cA²`. They are polynomials of one symmetric matrix, so their
    /// order does not matter and every product of them is symmetric again; and as `X` becomes `BX`,
    /// `A` becomes `BAB`, without `X`.
    ///
    /// @param gram the first `A`, `(matrices, n, n)`
    private Tensor product(Tensor gram) {
        Tensor a = gram;                                     // (matrices, n, n)
        Tensor p = a;
        for (int i = 0; i < polynomials.size(); i++) {
            Tensor b = polynomials.get(i).of(a);
            p = i == 0 ? b : symmetric(b, p, false, false);
            if (i + 1 < polynomials.size()) {
                a = symmetric(symmetric(b, a, false, false), b, false, false);
            }
        }
        return p;
    }

    /// `a · b` of matrices, each transposed first where that is asked, of which the product is
    /// symmetric.
    private static Tensor symmetric(Tensor a, Tensor b, boolean transposeA, boolean transposeB) {
        int n = a.size(transposeA ? 2 : 1);
        int k = a.size(transposeA ? 1 : 2);
        Tensor c = Tensor.empty(Shape.of(a.size(0), n, n), a.backend());
        a.backend().matmul().multiplySymmetric(n, k, stack(a, transposeA), stack(b, transposeB),
                stack(c, false), a.size(0));
        return c;
    }

    private static StridedView diagonal(Tensor x) {
        int n = x.size(1);
        return new StridedView(x.storage(), 0, new int[] {x.size(0), n},
                new long[] {(long) n * n, n + 1});
    }

    /// `(matrices, n, n)` → `(matrices, n)`
    private static Tensor diagonals(Tensor x) {
        Tensor diagonals = Tensor.empty(Shape.of(x.size(0), x.size(1)), x.backend());
        x.backend().memory().gather(diagonal(x), diagonals.storage());
        return diagonals;
    }

    private static Batched stack(Tensor x, boolean transposed) {
        return new Batched(new Matrix(x.storage(), 0, x.size(2), transposed),
                (long) x.size(1) * x.size(2));
    }
}
