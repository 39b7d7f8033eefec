package llm.eval.arena;

/// A symmetric, positive definite matrix as `L Lᵀ` with a lower triangular `L`, with which linear
/// equations are solved from top to bottom and back.
/// Source: Golub and Van Loan (2013), Matrix Computations, §4.2.5.
final class Cholesky {
    private final double[][] lower;                          // (n, n)

    /// Factors a matrix, `(n, n)`.
    Cholesky(double[][] matrix) {
        int n = matrix.length;
        lower = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double rest = matrix[i][j];
                for (int k = 0; k < j; k++) {
                    rest -= lower[i][k] * lower[j][k];
                }
                lower[i][j] = i == j ? root(rest) : rest / lower[j][j];
            }
        }
    }

    private static double root(double pivot) {
        if (!(pivot > 0)) {
            throw new IllegalArgumentException(
                    "the matrix must be positive definite, got a pivot of " + pivot);
        }
        return Math.sqrt(pivot);
    }

    /// `x` of `A x = b`, `(n)`.
    double[] solve(double[] b) {
        int n = lower.length;
        double[] x = b.clone();
        for (int i = 0; i < n; i++) {                        // L y = b
            for (int k = 0; k < i; k++) {
                x[i] -= lower[i][k] * x[k];
            }
            x[i] /= lower[i][i];
        }
        for (int i = n - 1; i >= 0; i--) {                   // Lᵀ x = y
            for (int k = i + 1; k < n; k++) {
                x[i] -= lower[k][i] * x[k];
            }
            x[i] /= lower[i][i];
        }
        return x;
    }

    /// `A⁻¹ B A⁻¹` of a symmetric `B`, `(n, n)`.
    double[][] sandwich(double[][] filling) {
        return solveRows(transpose(solveRows(filling)));     // (A⁻¹B)ᵀ = B A⁻¹, then A⁻¹ again
    }

    /// Row `i` of the result solves `A x = rows[i]`: the rows of `B A⁻¹`.
    private double[][] solveRows(double[][] rows) {
        double[][] solved = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            solved[i] = solve(rows[i]);
        }
        return solved;
    }

    private static double[][] transpose(double[][] matrix) {
        double[][] turned = new double[matrix.length][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix.length; j++) {
                turned[j][i] = matrix[i][j];
            }
        }
        return turned;
    }
}
