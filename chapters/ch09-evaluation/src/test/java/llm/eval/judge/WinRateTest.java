package llm.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A win rate")
class WinRateTest {
    private static final Offset<Double> CLOSE = within(1e-9);

    /// Points 1, 1/2, 0, 1: mean 5/8, squares 9/64 + 1/64 + 25/64 + 9/64 = 11/16.
    @Test
    @DisplayName("is what the model gets of each pair, with its standard error")
    void byHand() {
        WinRate rate = WinRate.of(2, 1.5, 1, 2);
        assertThat(rate.percent()).isEqualTo(62.5);
        assertThat(rate.standardError()).isCloseTo(100 * Math.sqrt(11 / 16.0 / 3 / 4), CLOSE);
        assertThat(rate).hasToString("62.5 % ± 23.9 (2 won, 1 lost, 1 drawn)");
    }

    @Test
    @DisplayName("takes narrow wins as wins where it is discrete")
    void discrete() {
        assertThat(WinRate.of(1.51, 1.6, 1.49, 1.5, 0).discrete()).isEqualTo(60);
    }

    @Test
    @DisplayName("of 25 preferences is AlpacaEval's")
    void ratings() throws IOException {
        JsonNode json = JudgeFixtures.json("metrics/ratings.json").get("pairwise_preferences");
        WinRate rate = WinRate.of(JudgeFixtures.doubles(json.get("preferences")));
        assertThat(rate.percent()).isCloseTo(json.get("win_rate_percent").asDouble(), CLOSE);
        assertThat(rate.standardError())
                .isCloseTo(json.get("standard_error_percent").asDouble(), CLOSE);
        assertCounts(rate, json);
    }

    @Test
    @DisplayName("of 500 preferences is AlpacaEval's, with old zeros for draws")
    void arena() throws IOException {
        JsonNode json = JudgeFixtures.json("arena/winrate.json");
        JsonNode plain = json.get("plain");
        WinRate rate = WinRate.of(JudgeFixtures.doubles(json.at("/pairs/preference")));
        assertThat(rate.percent()).isCloseTo(plain.get("win_rate").asDouble(), CLOSE);
        assertThat(rate.standardError()).isCloseTo(plain.get("standard_error").asDouble(), CLOSE);
        assertThat(rate.discrete()).isCloseTo(plain.get("discrete_win_rate").asDouble(), CLOSE);
        assertCounts(rate, plain);
    }

    private static void assertCounts(WinRate rate, JsonNode json) {
        assertThat(rate.wins()).isEqualTo(json.get("n_wins").asInt());
        assertThat(rate.losses()).isEqualTo(json.get("n_wins_base").asInt());
        assertThat(rate.draws()).isEqualTo(json.get("n_draws").asInt());
        assertThat(rate.pairs()).isEqualTo(json.get("n_total").asInt());
    }

    @Test
    @DisplayName("of one pair has no standard error")
    void single() {
        assertThat(WinRate.of(2).standardError()).isNaN();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 2.1, -1, Double.NaN})
    @DisplayName("refuses what is no preference, with its index")
    void refuses(double wrong) {
        assertThatIllegalArgumentException().isThrownBy(() -> WinRate.of(1, wrong))
                .withMessage("a preference must be from 1 to 2, or 0 for a draw, got %s at index 1",
                        wrong);
        assertThatIllegalArgumentException().isThrownBy(WinRate::of)
                .withMessage("there must be a judged pair or more, got none");
    }
}
