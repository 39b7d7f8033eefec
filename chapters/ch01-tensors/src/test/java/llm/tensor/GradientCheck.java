package llm.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.Function;

/// Holds an operation against a formula in double precision that knows nothing of tensors: its
/// values directly, its gradients by central differences of the formula.
public final class GradientCheck {
    private static final double STEP = 1e-5;

    private GradientCheck() {
    }

    /// The result of an operation from the values of its inputs, all row-major.
    @FunctionalInterface
    public interface Formula {
        double[] apply(double[][] inputs);
    }

    /// Compares values and all gradients, `|got − want| ≤ tolerance · max(1, |want|)`.
    public static void check(double tolerance, Function<Tensor[], Tensor> operation,
                             Formula formula, Tensor... inputs) {
        Arrays.stream(inputs).forEach(input -> input.requireGrad(true));
        Tensor y = operation.apply(inputs);
        double[][] values = Arrays.stream(inputs).map(GradientCheck::doubles)
                .toArray(double[][]::new);
        assertClose("value", y.toArray(), formula.apply(values), tolerance);

        Tensor upstream = new RandomState(77).normal(1, y.shape().toArray());
        y.backward(upstream);
        for (int i = 0; i < inputs.length; i++) {
            double[] expected = differences(formula, values, i, doubles(upstream));
            float[] got = inputs[i].hasGrad() ? inputs[i].grad().toArray()
                    : new float[expected.length];
            assertClose("gradient of input " + i, got, expected, tolerance);
        }
    }

    private static double[] doubles(Tensor x) {
        float[] values = x.toArray();
        double[] result = new double[values.length];
        Arrays.setAll(result, i -> values[i]);
        return result;
    }

    /// `d(Σ upstream · y) / d(input)`, value by value.
    private static double[] differences(Formula formula, double[][] values, int input,
                                        double[] upstream) {
        double[] result = new double[values[input].length];
        for (int i = 0; i < result.length; i++) {
            double original = values[input][i];
            values[input][i] = original + STEP;
            double above = dot(formula.apply(values), upstream);
            values[input][i] = original - STEP;
            double below = dot(formula.apply(values), upstream);
            values[input][i] = original;
            result[i] = (above - below) / (2 * STEP);
        }
        return result;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    static void assertClose(String what, float[] got, double[] want, double tolerance) {
        assertThat(got).as(what).hasSize(want.length);
        for (int i = 0; i < want.length; i++) {
            assertThat(Math.abs(got[i] - want[i]))
                    .as("%s at %d: got %s, want %s", what, i, got[i], want[i])
                    .isLessThanOrEqualTo(tolerance * Math.max(1, Math.abs(want[i])));
        }
    }
}
