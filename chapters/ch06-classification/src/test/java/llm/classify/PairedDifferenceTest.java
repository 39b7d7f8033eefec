package llm.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A paired difference")
class PairedDifferenceTest {
    private static final boolean[] FIRST = {true, true, true, false, true};
    private static final boolean[] SECOND = {true, false, false, true, true};

    /// d = 0, 1, 1, −1, 0: mean 1/5; Σ(d − 1/5)² = 2 · 0.04 + 2 · 0.64 + 1.44 = 2.8.
    @Test
    @DisplayName("of two classifiers: by hand")
    void two() {
        PairedDifference found = PairedDifference.of(FIRST, SECOND);
        assertThat(found.difference()).isCloseTo(0.2, within(1e-12));
        assertThat(found.standardError()).isCloseTo(Math.sqrt(2.8 / (5 * 4)), within(1e-12));
        assertThat(found.texts()).isEqualTo(5);
        assertThat(found).hasToString("+20.00 ± 37.42 points (5 texts)");
        PairedDifference other = PairedDifference.of(SECOND, FIRST);
        assertThat(other.difference()).isCloseTo(-0.2, within(1e-12));
        assertThat(other.standardError()).isCloseTo(found.standardError(), within(1e-12));
    }

    @Test
    @DisplayName("of two that are right about the same texts is 0 and certain")
    void same() {
        assertThat(PairedDifference.of(FIRST, FIRST)).isEqualTo(new PairedDifference(0, 0, 5));
    }

    /// d = 0, 1, 1, −1, 0 and 0, 0, 1, 0, −1, so on average 0, ½, 1, −½, −½: mean 1/10;
    /// Σ(d − 1/10)² = 0.01 + 0.16 + 0.81 + 2 · 0.36 = 1.7.
    @Test
    @DisplayName("over two seeds is one of means, text by text: by hand")
    void overSeeds() {
        boolean[] again = {true, false, true, true, false};
        PairedDifference found = PairedDifference.overSeeds(List.of(FIRST, again),
                List.of(SECOND, SECOND));
        assertThat(found.difference()).isCloseTo(0.1, within(1e-12));
        assertThat(found.standardError()).isCloseTo(Math.sqrt(1.7 / (5 * 4)), within(1e-12));
        assertThat(found.texts()).isEqualTo(5);
    }

    /// (100 · 0.02 + 300 · 0.04) / 400, and √((100 · 0.03)² + (300 · 0.02)²) / 400 = √45 / 400.
    @Test
    @DisplayName("pooled over sets of texts weighs each by its texts: by hand")
    void pooled() {
        PairedDifference found = PairedDifference.pooled(List.of(
                new PairedDifference(0.02, 0.03, 100), new PairedDifference(0.04, 0.02, 300)));
        assertThat(found.difference()).isCloseTo(0.035, within(1e-12));
        assertThat(found.standardError()).isCloseTo(Math.sqrt(45) / 400, within(1e-12));
        assertThat(found.texts()).isEqualTo(400);
    }

    @Test
    @DisplayName("needs as many answers of both, and two texts")
    void errors() {
        assertThatThrownBy(() -> PairedDifference.of(FIRST, new boolean[4]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("classifiers must be compared on as many texts, got 5 and 4");
        assertThatThrownBy(() -> PairedDifference.overSeeds(List.of(FIRST), List.of()))
                .hasMessage("classifiers must be compared on as many seeds, got 1 and 0");
        assertThatThrownBy(() -> PairedDifference.overSeeds(List.of(FIRST, new boolean[2]),
                List.of(SECOND, new boolean[2])))
                .hasMessage("classifiers must be compared on as many texts, got 5 and 2");
        assertThatThrownBy(() -> PairedDifference.of(new boolean[1], new boolean[1]))
                .hasMessage("a comparison must be on 2 texts or more, got 1");
    }
}
