package llm.instruct.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Bands")
class BandsTest {

    @Test
    @DisplayName("of 20 times 5 rows let pairs through as in Leskovec et al., figure 3.8")
    void book() {
        Bands bands = new Bands(20, 5);
        assertThat(bands.probability(0.2)).isCloseTo(0.006, within(5e-4));
        assertThat(bands.probability(0.5)).isCloseTo(0.470, within(5e-4));
        assertThat(bands.probability(0.8)).isCloseTo(0.9996, within(5e-5));
    }

    @Test
    @DisplayName("are as long as they can be to miss at most one pair in a hundred")
    void chosen() {
        assertThat(Bands.of(128, 0.8)).isEqualTo(new Bands(21, 6));
        assertThat(new Bands(21, 6).probability(0.8)).isGreaterThan(0.99);
        assertThat(new Bands(18, 7).probability(0.8)).isLessThan(0.99);
        assertThat(Bands.of(128, 1)).isEqualTo(new Bands(1, 128));
        assertThat(Bands.of(4, 0.1)).isEqualTo(new Bands(4, 1));
    }

    @Test
    @DisplayName("agree just where their rows do")
    void keys() {
        Bands bands = new Bands(3, 2);
        long[] a = bands.keys(new long[] {1, 2, 3, 4, 5, 6});
        long[] b = bands.keys(new long[] {1, 2, 4, 3, 5, 7});
        assertThat(b[0]).isEqualTo(a[0]);
        assertThat(b[1]).isNotEqualTo(a[1]);
        assertThat(b[2]).isNotEqualTo(a[2]);
    }

    @Test
    @DisplayName("agree in one or more as often as the formula says")
    void rate() {
        Bands bands = new Bands(10, 3);
        SplittableRandom random = new SplittableRandom(1);
        int hits = 0;
        for (int pair = 0; pair < 4_000; pair++) {
            long[] a = random.longs(30).toArray();
            long[] b = a.clone();
            for (int i = 0; i < b.length; i++) {
                b[i] = random.nextDouble() < 0.4 ? a[i] : b[i] + 1;
            }
            long[] keys = bands.keys(a);
            long[] others = bands.keys(b);
            boolean hit = false;
            for (int band = 0; band < keys.length; band++) {
                hit |= keys[band] == others[band];
            }
            hits += hit ? 1 : 0;
        }
        assertThat(hits / 4_000.0).isCloseTo(bands.probability(0.4), within(0.03));
    }
}
