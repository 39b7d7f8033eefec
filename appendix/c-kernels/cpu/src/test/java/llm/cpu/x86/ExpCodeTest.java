package llm.cpu.x86;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.random.RandomGenerator;
import jdk.incubator.vector.FloatVector;
import llm.cpu.simd.VectorMath;
import llm.tensor.RandomState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Exponentials in machine code are, to the last bit, those in Java:")
class ExpCodeTest {
    private static final int N = 5 * Assembler.LANES;
    private static final float SHIFT = 0.75f;

    private final Arena arena = Arena.ofConfined();
    private final float[] x = new float[N];

    @BeforeEach
    void values() {
        assumeTrue(ExpCode.part(N) == N, "machine code does not run here");
        RandomGenerator random = new RandomState(3);
        for (int i = 0; i < N; i++) {
            x[i] = (random.nextFloat() * 2 - 1) * (i % 2 == 0 ? 1f : 80f);
        }
        x[3] = Float.NEGATIVE_INFINITY;
        x[9] = -87.3f + SHIFT;
        x[10] = -87.4f + SHIFT;
        x[17] = -0f;
        x[25] = Float.NaN;
    }

    @AfterEach
    void close() {
        arena.close();
    }

    private MemorySegment memory(float[] values) {
        return arena.allocateFrom(ValueLayout.JAVA_FLOAT, values);
    }

    private static float[] inJava(float[] x, float shift) {
        float[] y = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = VectorMath.exp(x[i] - shift);
        }
        return y;
    }

    @Test
    @DisplayName("of a row, with their sum")
    void expSum() {
        x[25] = 1f;
        MemorySegment in = memory(x);
        MemorySegment out = memory(new float[N]);
        float[] y = inJava(x, SHIFT);
        float[] sums = new float[Assembler.LANES];
        for (int i = 0; i < N; i++) {
            sums[i % Assembler.LANES] += y[i];
        }

        FloatVector sum = ExpCode.expSum(in.address(), out.address(), N, SHIFT);

        assertThat(out.toArray(ValueLayout.JAVA_FLOAT)).isEqualTo(y);
        assertThat(sum.toArray()).isEqualTo(sums);
        assertThat(ExpCode.expSum(in.address(), N, SHIFT).toArray()).isEqualTo(sums);
        assertThat(y[3]).isZero();
        assertThat(y[9]).isPositive();
        assertThat(y[10]).isZero();
    }

    @Test
    @DisplayName("times a factor, also of what is no number")
    void scaledExp() {
        MemorySegment out = memory(new float[N]);
        float[] y = inJava(x, SHIFT);
        for (int i = 0; i < N; i++) {
            y[i] *= 0.3f;
        }

        ExpCode.scaledExp(memory(x).address(), out.address(), N, SHIFT, 0.3f);

        assertThat(out.toArray(ValueLayout.JAVA_FLOAT)).isEqualTo(y);
        assertThat(y[25]).isNaN();
    }

    @Test
    @DisplayName("with the gradient of a softmax")
    void softmaxGradient() {
        float[] g = x.clone();
        g[3] = 2f;
        MemorySegment scores = memory(x);
        MemorySegment gradient = memory(g);
        float[] weights = inJava(x, SHIFT);
        for (int i = 0; i < N; i++) {
            g[i] = (g[i] - 0.2f) * weights[i] * 0.125f;
        }

        ExpCode.softmaxGradient(scores.address(), gradient.address(), N, SHIFT, 0.2f, 0.125f);

        assertThat(scores.toArray(ValueLayout.JAVA_FLOAT)).isEqualTo(weights);
        assertThat(gradient.toArray(ValueLayout.JAVA_FLOAT)).isEqualTo(g);
    }

    @Test
    @DisplayName("in GELU, but for the far left, where it is 0 within 10⁻³⁶")
    void gelu() {
        x[3] = -10f;
        x[10] = -11f;
        x[11] = -80f;
        MemorySegment out = memory(new float[N]);

        ExpCode.geluTanh(memory(x).address(), out.address(), N);

        float[] y = out.toArray(ValueLayout.JAVA_FLOAT);
        for (int i = 0; i < N; i++) {
            float u = Math.fma(x[i] * x[i], 0.0713548163f, 1.5957691216f) * x[i];
            float want = x[i] / (VectorMath.exp(-u) + 1f);
            requireSame(y[i], want, u);
        }
    }

    @Test
    @DisplayName("in SiLU, but for the far left, where it is 0 within 10⁻³⁶")
    void silu() {
        x[3] = -10f;
        x[10] = -100f;
        MemorySegment out = memory(new float[N]);

        ExpCode.silu(memory(x).address(), out.address(), N);

        float[] y = out.toArray(ValueLayout.JAVA_FLOAT);
        for (int i = 0; i < N; i++) {
            float want = x[i] * (1f / (VectorMath.exp(-x[i]) + 1f));
            requireSame(y[i], want, x[i]);
        }
    }

    /// @param power whose exponential is in the denominator
    private static void requireSame(float y, float want, float power) {
        if (power < -88f) {
            assertThat(y).isBetween(-1e-36f, 0f);
        } else {
            assertThat(y).isEqualTo(Float.valueOf(want));
        }
    }
}
