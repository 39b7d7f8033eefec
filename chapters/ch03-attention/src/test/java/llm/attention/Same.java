package llm.attention;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import llm.tensor.Tensor;

/// Comparison of tensors.
final class Same {

    private Same() {
    }

    static void assertClose(Tensor got, Tensor want, double tolerance) {
        assertThat(got.shape()).isEqualTo(want.shape());
        float[] g = got.toArray();
        float[] w = want.toArray();
        for (int i = 0; i < w.length; i++) {
            assertThat(Math.abs(g[i] - w[i])).as("at %d: got %s, want %s", i, g[i], w[i])
                    .isLessThanOrEqualTo((float) tolerance);
        }
    }

    static void assertClose(Map<String, Tensor> got, Map<String, Tensor> want, double tolerance) {
        assertThat(got.keySet()).isEqualTo(want.keySet());
        want.forEach((name, values) -> assertClose(got.get(name), values, tolerance));
    }

    /// The same values on another leaf that wants a gradient.
    static Tensor leaf(Tensor x) {
        return Tensor.of(x.toArray(), x.shape().toArray()).requireGrad(true);
    }

    /// The identity matrix, `(n, n)`.
    static Tensor identity(int n) {
        float[][] rows = new float[n][n];
        for (int i = 0; i < n; i++) {
            rows[i][i] = 1;
        }
        return Tensor.of(rows);
    }
}
