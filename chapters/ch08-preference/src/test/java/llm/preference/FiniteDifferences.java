package llm.preference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Function;
import llm.tensor.Tensor;

/// Gradients held against central differences of the same function's values.
public final class FiniteDifferences {
    private static final float STEP = 1e-2f;
    private static final double TOLERANCE = 2e-3;            // of float32 values and a step of 10⁻²

    private FiniteDifferences() {
    }

    /// @param loss a smooth function around `at`; the sum of its values is looked at
    public static void check(Function<Tensor, Tensor> loss, float[] at, int... shape) {
        Tensor x = Fixtures.leaf(at.clone(), shape);
        loss.apply(x).sum().backward();
        float[] gradient = x.grad().toArray();
        for (int i = 0; i < at.length; i++) {
            double slope = (value(loss, at, i, STEP, shape) - value(loss, at, i, -STEP, shape))
                    / (2 * STEP);
            assertThat(Math.abs(gradient[i] - slope))
                    .as("value %d: gradient %s, slope %s", i, gradient[i], slope)
                    .isLessThanOrEqualTo(TOLERANCE * Math.max(1, Math.abs(slope)));
        }
    }

    private static double value(Function<Tensor, Tensor> loss, float[] at, int i, float step,
                                int... shape) {
        float[] moved = at.clone();
        moved[i] += step;
        double sum = 0;
        for (float value : loss.apply(Tensor.of(moved, shape)).toArray()) {
            sum += value;
        }
        return sum;
    }
}
