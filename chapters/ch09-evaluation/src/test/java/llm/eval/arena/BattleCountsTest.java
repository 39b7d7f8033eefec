package llm.eval.arena;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import llm.eval.arena.Battle.Winner;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Counts of battles")
class BattleCountsTest {
    private final BattleCounts counts = BattleCounts.of(List.of(Battle.won("b", "a"),
            Battle.won("b", "a"), Battle.won("a", "b"), new Battle("c", "b", Winner.BOTH_BAD)));

    @Test
    @DisplayName("tell who has beaten whom, whoever was named first")
    void byHand() {
        assertThat(counts.models()).containsExactly("a", "b", "c");
        assertThat(counts.wins(1, 0)).isEqualTo(2);
        assertThat(counts.wins(0, 1)).isEqualTo(1);
        assertThat(counts.ties(1, 2)).isEqualTo(counts.ties(2, 1)).isEqualTo(1);
        assertThat(counts.battles()).isEqualTo(4);
        assertThat(counts.tally("b")).isEqualTo(new Tally(2, 1, 1));
        assertThat(counts.among(List.of("b", "a")).tally("b")).isEqualTo(new Tally(2, 0, 1));
    }

    @Test
    @DisplayName("are a matrix of win rates, without a value where two have never met")
    void matrix() {
        float none = Float.NaN;
        assertThat(counts.winRates(List.of("b", "a", "c"))).containsExactly(
                none, 2 / 3f, 0.5f,
                1 / 3f, none, none,
                0.5f, none, none);
    }

    @Test
    @DisplayName("give each model the win rates of the fixture")
    void rates() {
        var metrics = ArenaFixtures.metrics();
        var all = BattleCounts.of(ArenaFixtures.battles(metrics.get("battles")));
        assertThat(all.battles()).isEqualTo(240);
        metrics.get("win_rates").propertyStream().forEach(each -> {
            var want = each.getValue();
            Tally got = all.tally(each.getKey());
            assertThat(got).isEqualTo(new Tally(want.get("wins").asInt(),
                    want.get("ties").asInt(), want.get("losses").asInt()));
            assertThat(got.battles()).isEqualTo(want.get("battles").asInt());
            assertThat(got.winRate()).isCloseTo(want.get("win_rate_ties_half").asDouble(),
                    within(1e-12));
            assertThat(got.winRateWithoutTies()).isCloseTo(
                    want.get("win_rate_ties_excluded").asDouble(), within(1e-12));
        });
    }

    @Test
    @DisplayName("are of one battle or more, and of models that fought")
    void refuses() {
        assertThatIllegalArgumentException().isThrownBy(() -> BattleCounts.of(List.of()))
                .withMessage("battles must be one or more, got none");
        assertThatIllegalArgumentException().isThrownBy(() -> counts.tally("d"))
                .withMessage("the model must be one of [a, b, c], got d");
    }
}
