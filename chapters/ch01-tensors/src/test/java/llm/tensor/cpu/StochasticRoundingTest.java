package llm.tensor.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Rounding to bfloat16 by chance")
class StochasticRoundingTest {
    private static final float STEP = 1 / 128f;              // between neighbours from 1 to 2
    private static final int MANY = 100_003;                 // no whole number of vectors

    private static float[] rounded(float value, int seed) {
        float[] values = new float[MANY];
        Arrays.fill(values, value);
        short[] bits = new short[MANY];
        StochasticRounding.round(MemorySegment.ofArray(values), MANY, MemorySegment.ofArray(bits),
                0, seed);
        float[] widened = new float[MANY];
        for (int i = 0; i < MANY; i++) {
            widened[i] = Bf16Storage.widen(bits[i]);
        }
        return widened;
    }

    private static double mean(float[] values) {
        return IntStream.range(0, MANY).mapToDouble(i -> values[i]).average().orElseThrow();
    }

    /// The mean of 100,003 draws is off by 4 deviations, `step · ½ / √100,003` each, at most.
    @ParameterizedTest(name = "{0} of the way")
    @ValueSource(floats = {0.01f, 0.25f, 0.5f, 0.9f})
    @DisplayName("goes to the two neighbours, so often that the mean is the value:")
    void unbiased(float share) {
        for (float sign : new float[] {1, -1}) {
            float[] values = rounded(sign * (1 + share * STEP), 7);
            assertThat(values).containsOnly(sign, sign * (1 + STEP));
            assertThat(mean(values)).isCloseTo(sign * (1 + share * STEP), within(5e-5));
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
    @DisplayName("draws anew for each seed, and the same again for the same")
    void seeds() {
        float value = 1 + STEP / 2;
        assertThat(rounded(value, 5)).isEqualTo(rounded(value, 5));
        float[] one = rounded(value, 5);
        float[] other = rounded(value, 6);
        long equal = IntStream.range(0, MANY).filter(i -> one[i] == other[i]).count();
        assertThat((double) equal / MANY).isCloseTo(0.5, within(0.01));
    }

    @Test
    @DisplayName("draws by place, whatever the block that a place is rounded in")
    void places() {
        float[] values = new float[MANY];
        Arrays.fill(values, 1 + STEP / 3);
        short[] whole = new short[MANY];
        short[] parts = new short[MANY];
        MemorySegment x = MemorySegment.ofArray(values);
        StochasticRounding.round(x, MANY, MemorySegment.ofArray(whole), 0, 9);
        for (int at = 0; at < MANY; at += 37) {
            StochasticRounding.round(x, Math.min(37, MANY - at), MemorySegment.ofArray(parts), at,
                    9);
        }
        assertThat(parts).isEqualTo(whole);
    }
}
