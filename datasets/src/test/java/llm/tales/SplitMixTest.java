package llm.tales;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The random stream")
class SplitMixTest {

    @Test
    @DisplayName("is the published SplitMix64: its first values for seed 1234567")
    void knownValues() {
        var random = new SplitMix(1234567);
        assertThat(Long.toUnsignedString(random.nextLong())).isEqualTo("6457827717110365317");
        assertThat(Long.toUnsignedString(random.nextLong())).isEqualTo("3203168211198807973");
        assertThat(Long.toUnsignedString(random.nextLong())).isEqualTo("9817491932198370423");
    }

    @Test
    @DisplayName("gives the values of the JDK's generator of the same name")
    void agreesWithTheJdk() {
        var ours = new SplitMix(-5);
        var jdk = new SplittableRandom(-5);
        for (int i = 0; i < 1000; i++) {
            assertThat(ours.nextLong()).isEqualTo(jdk.nextLong());
        }
    }

    @Test
    @DisplayName("draws every number below the bound equally often")
    void uniform() {
        int[] counts = new int[7];
        var random = new SplitMix(3);
        for (int i = 0; i < 70_000; i++) {
            counts[random.nextInt(7)]++;
        }
        for (int count : counts) {                          // standard deviation: 93
            assertThat((double) count).isCloseTo(10_000, within(500.0));
        }
    }

    @Test
    @DisplayName("starts elsewhere for every story and every seed")
    void storiesDiffer() {
        assertThat(SplitMix.forIndex(1, 2).nextLong())
                .isNotEqualTo(SplitMix.forIndex(1, 3).nextLong())
                .isNotEqualTo(SplitMix.forIndex(2, 2).nextLong())
                .isNotEqualTo(SplitMix.forIndex(2, 1).nextLong());
    }
}
