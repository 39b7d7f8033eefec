package llm.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import llm.tensor.backend.MatmulKernels.Batched;
import llm.tensor.backend.MatmulKernels.Matrix;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/// Against loops in double precision, tolerance 5·10⁻⁵.
@DisplayName("The matrix product")
class MatmulTest {
    private static final double TOLERANCE = 5e-5;

    /// Sizes of a batch of products; a factor with one matrix serves the whole batch.
    private record Sizes(int batchA, int batchB, int m, int k, int n, boolean transposed) {

        double[] multiply(double[][] in) {
            int batch = Math.max(batchA, batchB);
            double[] y = new double[batch * m * n];
            for (int i = 0; i < y.length; i++) {
                int matrix = i / (m * n);
                int row = i / n % m;
                int column = i % n;
                for (int p = 0; p < k; p++) {
                    int inner = transposed ? column * k + p : p * n + column;
                    y[i] += in[0][(matrix % batchA * m + row) * k + p]
                            * in[1][matrix % batchB * k * n + inner];
                }
            }
            return y;
        }
    }

    @ParameterizedTest(name = "{0} and {1} of ({2}, {3}) · ({3}, {4}), transposed {5}")
    @CsvSource({"1, 1, 1, 1, 1, false", "1, 1, 3, 5, 7, false", "1, 1, 3, 5, 7, true",
        "4, 4, 2, 3, 5, false", "4, 4, 2, 3, 5, true", "4, 1, 2, 9, 3, false",
        "4, 1, 2, 9, 3, true", "1, 4, 2, 3, 5, false", "1, 4, 1, 17, 5, true",
        "1, 1, 40, 17, 33, false"})
    @DisplayName("of matrices and batches, with both gradients")
    void formula(int batchA, int batchB, int m, int k, int n, boolean transposed) {
        Sizes sizes = new Sizes(batchA, batchB, m, k, n, transposed);
        RandomState random = new RandomState(m + k + n);
        int[] shapeB = transposed ? new int[] {batchB, n, k} : new int[] {batchB, k, n};
        GradientCheck.check(TOLERANCE,
                in -> transposed ? in[0].matmulTransposed(in[1]) : in[0].matmul(in[1]),
                sizes::multiply, random.normal(0.5, batchA, m, k), random.normal(0.5, shapeB));
    }

    @Test
    @DisplayName("of one matrix with a batch is that of the batch as rows")
    void oneMatrix() {
        RandomState random = new RandomState(3);
        GradientCheck.check(TOLERANCE, in -> in[0].matmul(in[1]),
                new Sizes(1, 1, 6, 4, 5, false)::multiply,
                random.normal(0.5, 2, 3, 4), random.normal(0.5, 4, 5));
        assertThat(random.normal(1, 2, 3, 4).matmul(random.normal(1, 4, 5)).shape().toArray())
                .containsExactly(2, 3, 5);
    }

    @Test
    @DisplayName("of a tensor with itself adds both gradients")
    void square() {
        GradientCheck.check(TOLERANCE, in -> in[0].matmul(in[0]),
                in -> new Sizes(1, 1, 3, 3, 3, false).multiply(new double[][] {in[0], in[0]}),
                new RandomState(4).normal(0.5, 3, 3));
    }

    /// `x · xᵀ` and `xᵀ · x` of three matrices: sizes that a device may cut into strips, and others.
    @ParameterizedTest(name = "{0} × {0} from {1}")
    @CsvSource({"1, 3", "5, 70", "48, 20", "96, 33", "144, 50", "240, 16", "250, 16", "432, 7"})
    @DisplayName("that is symmetric, of which half is computed")
    void symmetric(int n, int k) {
        Tensor x = new RandomState(n).normal(0.5, 3, n, k);
        Tensor turned = x.transpose(1, 2);                   // (3, k, n)
        float[] expected = x.matmulTransposed(x).toArray();
        for (Tensor each : List.of(x, turned)) {
            boolean transposed = each == turned;
            Matrix matrix = Matrix.of(each.storage(), each.size(2));
            Matrix left = transposed ? matrix.transpose() : matrix;
            Tensor y = Tensor.full(7, 3, n, n);
            y.backend().matmul().multiplySymmetric(n, k, new Batched(left, (long) n * k),
                    new Batched(left.transpose(), (long) n * k),
                    new Batched(Matrix.of(y.storage(), n), (long) n * n), 3);
            assertThat(largestDifference(y.toArray(), expected)).isLessThan(TOLERANCE);
            assertThat(largestDifference(y.transpose(1, 2).toArray(), y.toArray()))
                    .isLessThan(2e-5);
        }
    }

    /// AssertJ compares each value with each other one.
    private static double largestDifference(float[] a, float[] b) {
        assertThat(a).hasSameSizeAs(b);
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs((double) a[i] - b[i]));
        }
        return largest;
    }

    @Test
    @DisplayName("agrees with ND4J's on batches of rank 4")
    void nd4j() {
        RandomState random = new RandomState(5);
        Tensor a = random.normal(1, 2, 3, 5, 7);
        Tensor b = random.normal(1, 2, 3, 7, 4);
        INDArray expected = Nd4j.matmul(Oracle.array(a), Oracle.array(b)).dup('c');
        assertThat(a.matmul(b).toArray()).usingComparatorWithPrecision(1e-5f)
                .containsExactly(expected.data().asFloat());
    }

    @Test
    @DisplayName("refuses vectors, inner sizes and batches that do not fit")
    void errors() {
        assertThatThrownBy(() -> Tensor.zeros(3).matmul(Tensor.zeros(3, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("matmul must have matrices (rank 2 or more), got [3] and [3, 2]");
        assertThatThrownBy(() -> Tensor.zeros(2, 3).matmulTransposed(Tensor.zeros(3, 2)))
                .hasMessage("matmul must have as many columns in a as columns in b, "
                        + "got a=[2, 3], b=[3, 2]");
        assertThatThrownBy(() -> Tensor.zeros(2, 2, 3).matmul(Tensor.zeros(3, 3, 2)))
                .hasMessage("shapes must agree from the last axis on, or have 1 there, "
                        + "got [2] and [3]");
    }
}
