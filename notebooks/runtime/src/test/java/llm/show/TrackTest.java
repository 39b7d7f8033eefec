package llm.show;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The columns of a grid")
class TrackTest {
    private final Track track = new Track(10, new double[] {20, 40, 30}, new double[] {5, 8, 100});

    @Test
    @DisplayName("lie behind each other with their gaps, and the last gap is not used")
    void liesInOrder() {
        assertThat(track.start(0)).isEqualTo(10);
        assertThat(track.start(1)).isEqualTo(10 + 20 + 5);
        assertThat(track.end(1)).isEqualTo(35 + 40);
        assertThat(track.start(2)).isEqualTo(75 + 8);
        assertThat(track.end()).isEqualTo(83 + 30);
    }

    @Test
    @DisplayName("have places in between, by the middles of their neighbours")
    void hasPlacesInBetween() {
        assertThat(track.middle(1)).isEqualTo(55);
        assertThat(track.middle(0.5)).isEqualTo((20 + 55) / 2.0);
        assertThat(track.middle(1.25)).isEqualTo(0.75 * 55 + 0.25 * 98);
        assertThat(track.middle(2)).isEqualTo(98);
    }
}
