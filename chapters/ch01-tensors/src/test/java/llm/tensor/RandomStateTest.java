package llm.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A random state")
class RandomStateTest {

    @Test
    @DisplayName("gives SplitMix64's published first numbers for seed 1234567")
    void published() {
        RandomState random = new RandomState(1234567);
        assertThat(random.nextLong()).isEqualTo(6457827717110365317L);
        assertThat(random.nextLong()).isEqualTo(3203168211198807973L);
        assertThat(Long.toUnsignedString(random.nextLong())).isEqualTo("9817491932198370423");
    }

    @Test
    @DisplayName("goes on from a stored number as if nothing had happened")
    void restored() {
        RandomState random = new RandomState(5);
        random.normal(1, 3, 7);
        long stored = random.state();
        float[] expected = random.uniform(-1, 1, 40_000).toArray();
        assertThat(new RandomState(stored).uniform(-1, 1, 40_000).toArray()).isEqualTo(expected);
        random.restore(stored);
        assertThat(random.uniform(-1, 1, 40_000).toArray()).isEqualTo(expected);
        assertThat(random.uniform(-1, 1, 40_000).toArray()).isNotEqualTo(expected);
    }

    @Test
    @DisplayName("draws a normal distribution of the asked deviation")
    void normal() {
        float[] values = new RandomState(6).normal(3, 100_000).toArray();
        double mean = 0;
        double square = 0;
        int beyond = 0;
        for (float value : values) {
            mean += value / 1e5;
            square += value * value / 1e5;
            beyond += Math.abs(value) > 2 * 3 ? 1 : 0;
        }
        assertThat(mean).isCloseTo(0, within(0.04));         // four standard errors
        assertThat(Math.sqrt(square)).isCloseTo(3, within(0.03));
        assertThat(beyond / 1e5).isCloseTo(0.0455, within(0.003));
    }

    @Test
    @DisplayName("draws numbers between two bounds")
    void uniform() {
        double mean = 0;
        for (float value : new RandomState(7).uniform(2, 6, 100_000).toArray()) {
            assertThat(value).isBetween(2f, 6f);
            mean += value / 1e5;
        }
        assertThat(mean).isCloseTo(4, within(0.015));
    }
}
