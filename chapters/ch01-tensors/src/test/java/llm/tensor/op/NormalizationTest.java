package llm.tensor.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import llm.tensor.GradientCheck;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Against formulas in double precision, tolerance 5·10⁻⁵ of the largest value.
@DisplayName("Normalisation")
class NormalizationTest {
    private static final double TOLERANCE = 5e-5;
    private static final double EPSILON = 1e-5;
    private final RandomState random = new RandomState(11);

    private static double[] layerNorm(int n, double[][] in) {
        double[] y = new double[in[0].length];
        for (int row = 0; row < y.length / n; row++) {
            double mean = 0;
            double variance = 0;
            for (int i = 0; i < n; i++) {
                mean += in[0][row * n + i] / n;
            }
            for (int i = 0; i < n; i++) {
                variance += Math.pow(in[0][row * n + i] - mean, 2) / n;
            }
            for (int i = 0; i < n; i++) {
                y[row * n + i] = (in[0][row * n + i] - mean) / Math.sqrt(variance + EPSILON)
                        * in[1][i] + in[2][i];
            }
        }
        return y;
    }

    private static double[] rmsNorm(int n, double shift, double[][] in) {
        double[] y = new double[in[0].length];
        for (int row = 0; row < y.length / n; row++) {
            double meanSquare = 0;
            for (int i = 0; i < n; i++) {
                meanSquare += Math.pow(in[0][row * n + i], 2) / n;
            }
            for (int i = 0; i < n; i++) {
                y[row * n + i] = in[0][row * n + i] / Math.sqrt(meanSquare + EPSILON)
                        * (in[1][i] + shift);
            }
        }
        return y;
    }

    @ParameterizedTest(name = "rows of {0}")
    @ValueSource(ints = {2, 7, 8, 17, 65, 200})
    @DisplayName("by mean and variance, and its three gradients")
    void layerNorm(int n) {
        GradientCheck.check(TOLERANCE,
                in -> Normalization.layerNorm(in[0], in[1], in[2], EPSILON),
                in -> layerNorm(n, in), random.normal(1, 2, 3, n), random.normal(1, n),
                random.normal(1, n));
    }

    @ParameterizedTest(name = "rows of {0}")
    @ValueSource(ints = {1, 7, 8, 17, 65})
    @DisplayName("by root mean square, also with the weight's distance from 1, and its gradients")
    void rmsNorm(int n) {
        for (double shift : new double[] {0, 1}) {
            GradientCheck.check(TOLERANCE,
                    in -> Normalization.rmsNorm(in[0], in[1], shift, EPSILON),
                    in -> rmsNorm(n, shift, in), random.normal(1, 5, n), random.normal(1, n));
        }
    }

    @Test
    @DisplayName("gives a gradient to the weight alone and to the bias alone")
    void oneOfTwo() {
        Tensor x = random.normal(1, 4, 6);
        Tensor both = random.normal(1, 6).requireGrad(true);
        Tensor bothBias = random.normal(1, 6).requireGrad(true);
        Tensor g = random.normal(1, 4, 6);
        Normalization.layerNorm(x, both, bothBias, EPSILON).backward(g);

        Tensor weight = both.detach().requireGrad(true);
        Normalization.layerNorm(x, weight, bothBias.detach(), EPSILON).backward(g);
        assertThat(weight.grad().toArray()).isEqualTo(both.grad().toArray());
        Tensor bias = bothBias.detach().requireGrad(true);
        Normalization.layerNorm(x, both.detach(), bias, EPSILON).backward(g);
        assertThat(bias.grad().toArray()).isEqualTo(bothBias.grad().toArray());
    }

    @Test
    @DisplayName("of a hand-computed row: (1, 2, 3, 6) has mean 3 and variance 3.5")
    void byHand() {
        Tensor x = Tensor.of(new float[] {1, 2, 3, 6}, 1, 4);
        Tensor y = Normalization.layerNorm(x, Tensor.ones(4), Tensor.ones(4), 0);
        float root = (float) Math.sqrt(3.5);
        assertThat(y.toArray()).usingComparatorWithPrecision(1e-6f)
                .containsExactly(1 - 2 / root, 1 - 1 / root, 1, 1 + 3 / root);
    }

    @Test
    @DisplayName("stays finite on constant rows and on rows far from 0")
    void hardRows() {
        Tensor constant = Tensor.full(1000, 2, 33).requireGrad(true);
        Tensor y = Normalization.layerNorm(constant, Tensor.ones(33), Tensor.zeros(33), EPSILON);
        y.sum().backward();
        assertThat(y.toArray()).containsOnly(0);
        for (float g : constant.grad().toArray()) {
            assertThat(Math.abs(g)).isLessThan(1e-3f);
        }
        Tensor far = Tensor.of(new float[] {10_001, 10_002, 10_003}, 1, 3);
        assertThat(Normalization.layerNorm(far, Tensor.ones(3), Tensor.zeros(3), 0).toArray())
                .usingComparatorWithPrecision(1e-3f).containsExactly(-1.2247f, 0, 1.2247f);
    }

    @Test
    @DisplayName("refuses weights of another width")
    void errors() {
        assertThatThrownBy(() -> Normalization.layerNorm(Tensor.zeros(2, 3), Tensor.ones(3),
                Tensor.zeros(4), EPSILON)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bias must be (n) for x (..., n), got [4] for [2, 3]");
        assertThatThrownBy(() -> Normalization.rmsNorm(Tensor.zeros(2, 3), Tensor.ones(3, 1), 0,
                EPSILON)).hasMessage("weight must be (n) for x (..., n), got [3, 1] for [2, 3]");
    }
}
