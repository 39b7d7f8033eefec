package llm.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Tolerance 2·10⁻⁵: float32 against a formula in double precision.
@DisplayName("Operations value by value")
class ElementwiseTest {
    private static final double TOLERANCE = 2e-5;
    private static final int[] ODD_SHAPE = {3, 37};          // no multiple of any vector length

    private static void check(UnaryOperator<Tensor> operation, DoubleUnaryOperator formula,
                              double from, double to) {
        Tensor x = new RandomState(1).uniform(from, to, ODD_SHAPE);
        GradientCheck.check(TOLERANCE, in -> operation.apply(in[0]),
                in -> Arrays.stream(in[0]).map(formula).toArray(), x);
    }

    @Test
    @DisplayName("functions of one value and their slopes")
    void functions() {
        check(Tensor::neg, x -> -x, -3, 3);
        check(Tensor::exp, Math::exp, -3, 2);
        check(Tensor::log, Math::log, 0.2, 5);
        check(Tensor::sqrt, Math::sqrt, 0.2, 5);
        check(Tensor::square, x -> x * x, -3, 3);
        check(Tensor::abs, Math::abs, 0.1, 3);
        check(Tensor::abs, Math::abs, -3, -0.1);
        check(Tensor::tanh, Math::tanh, -3, 3);
        check(Tensor::sigmoid, x -> 1 / (1 + Math.exp(-x)), -5, 5);
        check(Tensor::relu, x -> Math.max(0, x), 0.01, 3);
        check(Tensor::relu, x -> Math.max(0, x), -3, -0.01);
        check(Tensor::reluSquared, x -> Math.max(0, x) * Math.max(0, x), -3, 3);
        check(Tensor::silu, x -> x / (1 + Math.exp(-x)), -6, 6);
        check(Tensor::gelu, x -> 0.5 * x * (1 + Math.tanh(
                Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))), -6, 6);
        check(x -> x.mul(3).add(2).sub(1).div(2), x -> (3 * x + 1) / 2, -3, 3);
    }

    @Test
    @DisplayName("GELU at 1, by the published value of Φ(1) = 0.8413447")
    void exactGelu() {
        assertThat(Tensor.of(new float[] {1, -1}, 2).geluExact().toArray())
                .usingComparatorWithPrecision(1e-6f).containsExactly(0.8413447f, -0.1586553f);
    }

    @Test
    @DisplayName("GELU's slope at 0, near it and far from it")
    void geluSlope() {
        float tiny = 1e-30f;
        Tensor x = Tensor.of(new float[] {0, -0f, tiny, -tiny, 20, -20, 1000, -1000, 0}, 9)
                .requireGrad(true);
        x.gelu().sum().backward();
        assertThat(x.grad().toArray()).usingComparatorWithPrecision(1e-6f)
                .containsExactly(0.5f, 0.5f, 0.5f, 0.5f, 1, 0, 1, 0, 0.5f);
    }

    private static void checkPair(DoubleBinaryOperator formula,
                                  BinaryOperator<Tensor> operation) {
        RandomState random = new RandomState(2);
        Tensor a = random.uniform(0.5, 3, ODD_SHAPE);
        Tensor b = random.uniform(0.5, 3, ODD_SHAPE);
        GradientCheck.check(TOLERANCE, in -> operation.apply(in[0], in[1]), in -> {
            double[] y = new double[in[0].length];
            Arrays.setAll(y, i -> formula.applyAsDouble(in[0][i], in[1][i]));
            return y;
        }, a, b);
    }

    @Test
    @DisplayName("functions of two values of one shape")
    void pairs() {
        checkPair(Double::sum, Tensor::add);
        checkPair((a, b) -> a - b, Tensor::sub);
        checkPair((a, b) -> a * b, Tensor::mul);
        checkPair((a, b) -> a / b, Tensor::div);
    }

    @Test
    @DisplayName("stretch a row, a column and a number; their gradients are sums")
    void broadcasting() {
        RandomState random = new RandomState(3);
        GradientCheck.check(TOLERANCE, in -> in[0].mul(in[1]).add(in[2]).sub(in[3]), in -> {
            double[] y = new double[2 * 3 * 5];
            for (int i = 0; i < y.length; i++) {
                y[i] = in[0][i] * in[1][i % 5] + in[2][i / 5 % 3] - in[3][0];
            }
            return y;
        }, random.normal(1, 2, 3, 5), random.normal(1, 5), random.normal(1, 3, 1),
                random.normal(1));
    }

    @Test
    @DisplayName("SwiGLU's inside and both its gradients")
    void swiglu() {
        RandomState random = new RandomState(4);
        GradientCheck.check(TOLERANCE, in -> Elementwise.swiglu(in[0], in[1]), in -> {
            double[] y = new double[in[0].length];
            Arrays.setAll(y, i -> in[0][i] / (1 + Math.exp(-in[0][i])) * in[1][i]);
            return y;
        }, random.normal(1, ODD_SHAPE), random.normal(1, ODD_SHAPE));
    }

    @Test
    @DisplayName("the sum in place is the sum")
    void inPlace() {
        RandomState random = new RandomState(5);
        GradientCheck.check(TOLERANCE, in -> in[0].mul(2).addInPlace(in[1]), in -> {
            double[] y = new double[in[0].length];
            Arrays.setAll(y, i -> 2 * in[0][i] + in[1][i]);
            return y;
        }, random.normal(1, ODD_SHAPE), random.normal(1, ODD_SHAPE));
    }

    @Test
    @DisplayName("refuse shapes that do not stretch to one another")
    void errors() {
        assertThatThrownBy(() -> Tensor.zeros(2, 3).add(Tensor.zeros(2, 4)))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("shapes must agree from "
                        + "the last axis on, or have 1 there, got [2, 3] and [2, 4]");
    }
}
