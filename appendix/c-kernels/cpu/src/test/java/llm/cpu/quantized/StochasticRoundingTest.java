package llm.cpu.quantized;

import static llm.cpu.simd.VectorMath.LANES;
import static llm.cpu.simd.VectorMath.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import jdk.incubator.vector.ShortVector;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Rounding to bfloat16 by chance")
class StochasticRoundingTest {
    private static final float STEP = 1 / 128f;              // between neighbours from 1 to 2
    private static final int MANY = 1 << 14;

    /// One value, rounded at the places from `first` on.
    private static float[] rounded(float value, int first) {
        float[] widened = new float[MANY];
        for (int i = 0; i < MANY; i += LANES) {
            ShortVector bits = StochasticRounding.round(vector(value),
                    StochasticRounding.random(first + i));
            for (int lane = 0; lane < LANES; lane++) {
                widened[i + lane] = Bf16Storage.widen(bits.lane(lane));
            }
        }
        return widened;
    }

    /// The mean of 2¹⁴ draws is off by at most 4 deviations, `½ · step / 2⁷` each.
    @ParameterizedTest(name = "{0} of the way")
    @ValueSource(floats = {0.01f, 0.25f, 0.5f, 0.9f})
    @DisplayName("goes to the two neighbours, so often that the mean is the value:")
    void unbiased(float share) {
        for (float sign : new float[] {1, -1}) {
            float[] values = rounded(sign * (1 + share * STEP), 7);
            assertThat(values).containsOnly(sign, sign * (1 + STEP));
            assertThat(IntStream.range(0, MANY).mapToDouble(i -> values[i]).average().orElseThrow())
                    .isCloseTo(sign * (1 + share * STEP), within(4.0 * STEP / 256));
        }
    }

    @Test
    @DisplayName("changes no value that is a bfloat16 already, infinity included")
    void exact() {
        for (float value : new float[] {0, -0.0f, 1, -1.5f, 1 + STEP, 1e-40f,
            Float.POSITIVE_INFINITY}) {
            float kept = Bf16Storage.widen(Bf16Storage.round(value));
            assertThat(rounded(kept, 3)).containsOnly(kept);
        }
    }

    @Test
    @DisplayName("draws by place, and for a neighbour something else")
    void places() {
        for (int place = MANY - 2 * LANES; place < MANY + LANES; place++) {
            for (int lane = 0; lane < LANES; lane++) {
                assertThat(StochasticRounding.random(place).lane(lane))
                        .isEqualTo(StochasticRounding.random(place + lane).lane(0));
            }
        }
        float[] values = rounded(1 + STEP / 2, 5);
        float[] next = rounded(1 + STEP / 2, 6);
        long equal = IntStream.range(0, MANY).filter(i -> next[i] == values[i]).count();
        assertThat((double) equal / MANY).isCloseTo(0.5, within(0.02));
    }
}
