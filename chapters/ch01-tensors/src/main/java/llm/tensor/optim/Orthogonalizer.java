package llm.tensor.optim;

import java.util.Collections;
import java.util.List;
import llm.tensor.Autograd;
import llm.tensor.Tensor;

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
        return Autograd.noGrad(() -> x.size(1) <= x.size(2) ? wide(x)
                : wide(x.transpose(1, 2)).transpose(1, 2));
    }

    /// As many columns as rows or more: `A` is then as small as can be.
    private Tensor wide(Tensor x) {
        Tensor norms = x.mul(x).sum(2).sum(1).sqrt();      // (matrices)
        Tensor y = x.div(norms.mul(scale).add(EPSILON).reshape(x.size(0), 1, 1));
        for (Polynomial p : polynomials) {
            Tensor a = y.matmulTransposed(y);                // (matrices, rows, rows)
            Tensor b = a.matmul(a).mul(p.c).addInPlace(a.mul(p.b));
            y = b.matmul(y).addInPlace(y.mul(p.a));          // (matrices, rows, columns)
        }
        return y;
    }
}
