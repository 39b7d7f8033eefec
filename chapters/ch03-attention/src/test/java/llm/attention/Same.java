package llm.attention;

import static org.assertj.core.api.Assertions.assertThat;

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
}
