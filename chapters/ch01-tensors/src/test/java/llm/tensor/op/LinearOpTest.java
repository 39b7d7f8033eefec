package llm.tensor.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import llm.tensor.GradientCheck;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Against formulas in double precision, tolerance 5·10⁻⁵.
@DisplayName("The linear operation")
class LinearOpTest {
    private static final double TOLERANCE = 5e-5;

    private static double[] linear(int in, int out, double[][] xwb) {
        double[] y = new double[xwb[0].length / in * out];
        for (int i = 0; i < y.length; i++) {
            y[i] = xwb.length > 2 ? xwb[2][i % out] : 0;
            for (int k = 0; k < in; k++) {
                y[i] += xwb[0][i / out * in + k] * xwb[1][i % out * in + k];
            }
        }
        return y;
    }

    private static double gelu(double x) {
        return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
    }

    @ParameterizedTest(name = "{0} rows, {1} → {2}")
    @CsvSource({"1, 1, 1", "1, 5, 37", "1, 33, 3", "3, 7, 5", "20, 9, 70", "70, 8, 16"})
    @DisplayName("is x · weightᵀ + bias, alone and with GELU, with gradients")
    void formula(int rows, int in, int out) {
        RandomState random = new RandomState(rows + in + out);
        Tensor x = random.normal(0.5, rows, 1, in);
        Tensor weight = random.normal(0.5, out, in);
        Tensor bias = random.normal(0.5, out);
        GradientCheck.check(TOLERANCE, t -> LinearOp.linear(t[0], t[1], t[2]),
                v -> linear(in, out, v), x, weight, bias);
        GradientCheck.check(TOLERANCE, t -> LinearOp.linear(t[0], t[1], null),
                v -> linear(in, out, v), x.detach(), weight.detach());
        GradientCheck.check(TOLERANCE, t -> LinearOp.linearGelu(t[0], t[1], t[2]), v -> {
            double[] y = linear(in, out, v);
            for (int i = 0; i < y.length; i++) {
                y[i] = gelu(y[i]);
            }
            return y;
        }, x.detach(), weight.detach(), bias.detach());
    }

    @ParameterizedTest(name = "{0} rows, {1} → {2}")
    @CsvSource({"1, 1, 1", "3, 7, 5", "20, 9, 70", "70, 8, 16"})
    @DisplayName("is added to what there is, over it, with gradients")
    void added(int rows, int in, int out) {
        RandomState random = new RandomState(rows + in + out);
        GradientCheck.check(TOLERANCE, t -> LinearOp.addLinear(t[2].mul(1), t[0], t[1]), v -> {
            double[] y = linear(in, out, new double[][] {v[0], v[1]});
            for (int i = 0; i < y.length; i++) {
                y[i] += v[2][i];
            }
            return y;
        }, random.normal(0.5, rows, 1, in), random.normal(0.5, out, in),
                random.normal(0.5, rows, 1, out));
        assertThatThrownBy(() -> LinearOp.addLinear(Tensor.zeros(2, 3), Tensor.zeros(2, 5),
                Tensor.zeros(4, 5))).hasMessage("y must be [2, 4], got [2, 3]");
    }

    @ParameterizedTest(name = "{0} rows, {1} → {2}")
    @CsvSource({"20, 600, 640", "640, 600, 20", "1, 5000, 700"})
    @DisplayName("is the same where threads share it, cut by row or by column")
    void shared(int rows, int in, int out) {
        RandomState random = new RandomState(23);
        Tensor x = random.normal(0.1, rows, in);
        Tensor weight = random.normal(0.1, out, in);
        Tensor bias = random.normal(1, out);
        double[] expected = linear(in, out, new double[][] {doubles(x), doubles(weight),
            doubles(bias)});
        float[] plain = LinearOp.linear(x, weight, bias).toArray();
        float[] gelu = LinearOp.linearGelu(x, weight, bias).toArray();
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) plain[i]).isCloseTo(expected[i], within(TOLERANCE));
            assertThat((double) gelu[i]).isCloseTo(gelu(expected[i]), within(TOLERANCE));
        }
    }

    private static double[] doubles(Tensor x) {
        float[] values = x.toArray();
        double[] result = new double[values.length];
        Arrays.setAll(result, i -> values[i]);
        return result;
    }

    @Test
    @DisplayName("by hand, on a vector and on a batch")
    void byHand() {
        Tensor weight = Tensor.of(new float[][] {{1, 2}, {0, -1}, {3, 0}});
        Tensor bias = Tensor.of(new float[] {10, 20, 30}, 3);
        Tensor x = Tensor.of(new float[] {2, 3}, 2);
        assertThat(LinearOp.linear(x, weight, bias).toArray()).containsExactly(18, 17, 36);
        assertThat(LinearOp.linear(x.reshape(1, 1, 2), weight, null).shape().toArray())
                .containsExactly(1, 1, 3);
    }

    @ParameterizedTest(name = "{0} rows")
    @ValueSource(ints = {2, 3, 8, 11, 32})
    @DisplayName("gives each of a few rows what it gets alone, bit for bit")
    void fewRows(int rows) {
        RandomState random = new RandomState(rows);
        Tensor x = random.normal(1, rows, 75);
        Tensor weight = random.normal(1, 1_003, 75);
        Tensor bias = random.normal(1, 1_003);
        Tensor together = LinearOp.linear(x, weight, bias);
        for (int row = 0; row < rows; row++) {
            assertThat(together.slice(0, row, row + 1).toArray()).isEqualTo(
                    LinearOp.linear(x.slice(0, row, row + 1), weight, bias).toArray());
        }
    }

    @Test
    @DisplayName("leaves frozen inputs without a gradient")
    void frozen() {
        Tensor x = Tensor.ones(2, 3);
        Tensor weight = Tensor.ones(4, 3);
        Tensor bias = Tensor.ones(4).requireGrad(true);
        LinearOp.linearGelu(x, weight, bias).sum().backward();
        assertThat(bias.hasGrad()).isTrue();
        assertThat(weight.hasGrad()).isFalse();
        assertThat(x.hasGrad()).isFalse();
    }

    @Test
    @DisplayName("refuses widths that do not fit")
    void errors() {
        assertThatThrownBy(() -> LinearOp.linear(Tensor.zeros(2, 4), Tensor.zeros(5, 3), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("x must be (..., in=3), got x=[2, 4], weight=[5, 3]");
        assertThatThrownBy(() -> LinearOp.linear(Tensor.zeros(2, 3), Tensor.zeros(5, 3),
                Tensor.zeros(3))).hasMessage("bias must be (out=5), got [3]");
    }
}
