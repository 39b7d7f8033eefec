package llm.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Against formulas in double precision, tolerance 10⁻⁵.
@DisplayName("Softmax")
class SoftmaxTest {
    private static final double TOLERANCE = 1e-5;
    private final RandomState random = new RandomState(12);

    private static double[] softmax(int n, double[] x) {
        double[] y = new double[x.length];
        for (int row = 0; row < x.length; row += n) {
            double max = Arrays.stream(x, row, row + n).max().orElseThrow();
            double sum = Arrays.stream(x, row, row + n).map(v -> Math.exp(v - max)).sum();
            for (int i = row; i < row + n; i++) {
                y[i] = Math.exp(x[i] - max) / sum;
            }
        }
        return y;
    }

    @ParameterizedTest(name = "{0} classes")
    @ValueSource(ints = {1, 2, 7, 8, 9, 33, 100})
    @DisplayName("and its logarithm over the last axis, with gradients")
    void lastAxis(int n) {
        GradientCheck.check(TOLERANCE, in -> in[0].softmax(), in -> softmax(n, in[0]),
                random.normal(2, 2, 3, n));
        GradientCheck.check(TOLERANCE, in -> in[0].logSoftmax(),
                in -> Arrays.stream(softmax(n, in[0])).map(Math::log).toArray(),
                random.normal(2, 3, n));
    }

    @Test
    @DisplayName("over another axis is softmax of the transposed")
    void otherAxis() {
        GradientCheck.check(TOLERANCE, in -> in[0].softmax(0), in -> {
            double[] y = new double[6];
            for (int column = 0; column < 3; column++) {
                double[] pair = softmax(2, new double[] {in[0][column], in[0][3 + column]});
                y[column] = pair[0];
                y[3 + column] = pair[1];
            }
            return y;
        }, random.normal(1, 2, 3));
    }

    @Test
    @DisplayName("of (ln 1, ln 2, ln 5) is (1/8, 2/8, 5/8), by hand")
    void byHand() {
        Tensor x = Tensor.of(new float[] {0, (float) Math.log(2), (float) Math.log(5)}, 3);
        assertThat(x.softmax().toArray()).usingComparatorWithPrecision(1e-6f)
                .containsExactly(0.125f, 0.25f, 0.625f);
    }

    @Test
    @DisplayName("does not overflow, and gives hidden places exactly 0")
    void extremes() {
        float hidden = Float.NEGATIVE_INFINITY;
        assertThat(Tensor.of(new float[] {1000, hidden, 1000, -1000}, 4).softmax().toArray())
                .containsExactly(0.5f, 0, 0.5f, 0);
        assertThat(Tensor.of(new float[] {1000, 0}, 2).logSoftmax().toArray())
                .containsExactly(0, -1000);
        Tensor x = Tensor.of(new float[] {1, hidden, 2}, 3).requireGrad(true);
        x.softmax().slice(0, 0, 1).sum().backward();
        assertThat(x.grad().toArray()[1]).isZero();
        assertThat(x.grad().toArray()[0]).isCloseTo(-x.grad().toArray()[2], within(1e-6f));
    }

    @Test
    @DisplayName("needs an axis")
    void errors() {
        assertThatThrownBy(() -> Tensor.zeros(2, 3).softmax(2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("axis must be in [-2, 2) for shape [2, 3], got 2");
        assertThatThrownBy(() -> Tensor.scalar(1).softmax())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("axis must be in [0, 0) for shape [], got -1");
    }
}
