package llm.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A kernel with two gradients, as SwiGLU's,")
class AccumulateBothTest {
    private final RandomState random = new RandomState(14);
    private final float[] gate = random.normal(1, 37).toArray();
    private final float[] up = random.normal(1, 37).toArray();

    private static Tensor wanted(float[] values, boolean wanted) {
        return Tensor.of(values, values.length).requireGrad(wanted);
    }

    /// `s + x s (1 − s)`, the slope of SiLU.
    private static double slope(double x) {
        double s = 1 / (1 + Math.exp(-x));
        return s + x * s * (1 - s);
    }

    @Test
    @DisplayName("gives one input its gradient where the other wants none")
    void oneOfTwo() {
        Tensor gateOnly = wanted(gate, true);
        Elementwise.swiglu(gateOnly, wanted(up, false)).sum().backward();
        Tensor upOnly = wanted(up, true);
        Elementwise.swiglu(wanted(gate, false), upOnly).sum().backward();
        for (int i = 0; i < gate.length; i++) {
            assertThat((double) gateOnly.grad().at(i))
                    .isCloseTo(up[i] * slope(gate[i]), within(1e-5));
            assertThat((double) upOnly.grad().at(i))
                    .isCloseTo(gate[i] / (1 + Math.exp(-gate[i])), within(1e-5));
        }
    }

    @Test
    @DisplayName("adds both up where both inputs are one tensor")
    void sameTensor() {
        Tensor x = wanted(gate, true);
        Elementwise.swiglu(x, x).sum().backward();
        for (int i = 0; i < gate.length; i++) {
            double silu = gate[i] / (1 + Math.exp(-gate[i]));
            assertThat((double) x.grad().at(i))
                    .isCloseTo(silu + gate[i] * slope(gate[i]), within(1e-5));
        }
    }

    @Test
    @DisplayName("adds to gradients that are there already")
    void accumulates() {
        Tensor g = wanted(gate, true);
        Tensor u = wanted(up, true);
        Elementwise.swiglu(g, u).sum().backward();
        float once = g.grad().at(5);
        float onceUp = u.grad().at(5);
        Elementwise.swiglu(g, u).sum().backward();
        assertThat(g.grad().at(5)).isEqualTo(2 * once);
        assertThat(u.grad().at(5)).isEqualTo(2 * onceUp);
    }
}
