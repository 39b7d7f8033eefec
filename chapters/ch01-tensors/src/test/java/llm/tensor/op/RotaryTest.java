package llm.tensor.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import llm.tensor.GradientCheck;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.op.Rotary.Pairing;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Tolerance 10⁻⁵.
@DisplayName("Rotary positions")
class RotaryTest {
    private static final double[] ANGLES = {0.1, 0.2, 0.3, 1.1, 1.2, 1.3};           // (2, 3)

    private static Tensor angles(boolean sine) {
        float[] values = new float[ANGLES.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (sine ? Math.sin(ANGLES[i]) : Math.cos(ANGLES[i]));
        }
        return Tensor.of(values, 2, 3);
    }

    /// @param repeat neighbouring vectors at one position
    private static double[] rotate(double[] x, int repeat, Pairing pairing) {
        double[] y = new double[x.length];
        for (int row = 0; row < x.length / 6; row++) {
            for (int i = 0; i < 3; i++) {
                double angle = ANGLES[row / repeat % 2 * 3 + i];
                int a = row * 6 + (pairing == Pairing.HALVES ? i : 2 * i);
                int b = a + (pairing == Pairing.HALVES ? 3 : 1);
                y[a] = x[a] * Math.cos(angle) - x[b] * Math.sin(angle);
                y[b] = x[b] * Math.cos(angle) + x[a] * Math.sin(angle);
            }
        }
        return y;
    }

    @ParameterizedTest
    @EnumSource(Pairing.class)
    @DisplayName("turn every pair by its angle, tokens on either axis, with gradients")
    void formula(Pairing pairing) {
        RandomState random = new RandomState(15);
        GradientCheck.check(1e-5,
                in -> Rotary.rotate(in[0], angles(false), angles(true), pairing, 2),
                in -> rotate(in[0], 1, pairing), random.normal(1, 2, 3, 2, 6));
        GradientCheck.check(1e-5,
                in -> Rotary.rotate(in[0], angles(false), angles(true), pairing, 1),
                in -> rotate(in[0], 3, pairing), random.normal(1, 2, 2, 3, 6));
    }

    @Test
    @DisplayName("turn (1, 0) by a quarter to (0, 1), by hand")
    void byHand() {
        Tensor x = Tensor.of(new float[] {1, 0}, 1, 1, 1, 2);
        Tensor y = Rotary.rotate(x, Tensor.zeros(1, 1), Tensor.ones(1, 1), Pairing.HALVES, 2);
        assertThat(y.toArray()).containsExactly(0, 1);
    }

    @Test
    @DisplayName("need an angle for every token and pair")
    void errors() {
        assertThatThrownBy(() -> Rotary.rotate(Tensor.zeros(1, 1, 3, 6), angles(false),
                angles(true), Pairing.HALVES, 2)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cosines and sines must be (tokens=3, 3) for x [1, 1, 3, 6], "
                        + "got [2, 3] and [2, 3]");
    }
}
