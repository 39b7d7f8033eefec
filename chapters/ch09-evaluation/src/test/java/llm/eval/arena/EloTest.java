package llm.eval.arena;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.TreeMap;
import llm.eval.arena.Battle.Winner;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Elo ratings")
class EloTest {
    private static final Elo.Options K32 = Elo.Options.DEFAULT.withK(32);

    /// The favourite's expectation, 400 points ahead, is 10/11; among equals it is 1/2.
    @Test
    @DisplayName("move by K times the surprise")
    void byHand() {
        assertThat(RatingScale.ELO.expectedScore(1400, 1000)).isCloseTo(10 / 11.0, within(1e-15));
        assertThat(RatingScale.ELO.pointsPerNat()).isCloseTo(173.7178, within(1e-4));
        Elo elo = new Elo(new Elo.Options(400, RatingScale.ELO));
        elo.play(Battle.won("a", "b"));                      // 1000 ± 400/2
        assertThat(elo.ratings()).containsEntry("a", 1200.0).containsEntry("b", 800.0);
        elo.play(new Battle("b", "a", Winner.TIE));          // 800 + 400 (1/2 − 1/11)
        assertThat(elo.rating("b")).isCloseTo(963.636364, within(1e-6));
        assertThat(elo.rating("a")).isCloseTo(1036.363636, within(1e-6));
        assertThat(elo.rating("new")).isEqualTo(1000);
    }

    @Test
    @DisplayName("are those of the fixture, after each of 240 battles")
    void eachBattle() {
        JsonNode metrics = ArenaFixtures.metrics();
        List<Battle> battles = ArenaFixtures.battles(metrics.get("battles"));
        JsonNode after = metrics.get("elo").get("after_each_battle_a_b");
        Elo elo = new Elo(Elo.Options.DEFAULT);
        for (int i = 0; i < battles.size(); i++) {
            elo.play(battles.get(i));
            assertThat(new double[] {elo.rating(battles.get(i).modelA()),
                elo.rating(battles.get(i).modelB())}).as("after battle %d", i + 1)
                    .containsExactly(new double[] {after.get(i).get(0).asDouble(),
                        after.get(i).get(1).asDouble()}, within(1000 * ArenaFixtures.ELO));
        }
        ArenaFixtures.assertRelativelyClose(elo.ratings(),
                ArenaFixtures.numbers(metrics.get("elo").get("final")), ArenaFixtures.ELO);
    }

    @ParameterizedTest
    @CsvSource({"battles, '', 4", "battles, '', 32", "undefeated, undefeated, 4",
        "undefeated, undefeated, 32", "split, split, 4", "split, split, 32"})
    @DisplayName("are those of the fixtures in the order of the file, for K 4 and 32")
    void parity(String file, String part, int k) {
        JsonNode arena = ArenaFixtures.arena();
        JsonNode want = (part.isEmpty() ? arena : arena.get(part)).get("elo").get("" + k);
        ArenaFixtures.assertRelativelyClose(Elo.of(ArenaFixtures.battles(file),
                Elo.Options.DEFAULT.withK(k)).ratings(), ArenaFixtures.numbers(want),
                ArenaFixtures.ELO);
    }

    @Test
    @DisplayName("do not depend on names or sides, but on the order of battles")
    void independence() {
        List<Battle> battles = ArenaFixtures.battles("battles");
        var ratings = Elo.of(battles, K32).ratings();
        ArenaFixtures.assertClose(Elo.of(battles.stream().map(Battle::swapped).toList(), K32)
                .ratings(), ratings, 1e-9);
        var names = ArenaFixtures.arena().get("rename");
        var renamed = new TreeMap<String, Double>();
        ratings.forEach((name, value) -> renamed.put(names.get(name).asText(), value));
        ArenaFixtures.assertClose(Elo.of(battles.stream().map(each -> new Battle(
                names.get(each.modelA()).asText(), names.get(each.modelB()).asText(),
                each.winner())).toList(), K32).ratings(), renamed, 1e-9);
        assertThat(Elo.of(battles.reversed(), K32).rating("elm"))
                .isNotCloseTo(ratings.get("elm"), within(1.0));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -4, Double.NaN, Double.POSITIVE_INFINITY})
    @DisplayName("must have a K above 0")
    void k(double k) {
        assertThatIllegalArgumentException().isThrownBy(() -> Elo.Options.DEFAULT.withK(k))
                .withMessage("K must be above 0 and finite, got " + k);
    }

    @ParameterizedTest
    @CsvSource({"1, 400, 1000", "10, 0, 1000", "10, 400, NaN", "NaN, 400, 1000"})
    @DisplayName("must have a base above 1, a scale above 0 and a start")
    void scale(double base, double scale, double start) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RatingScale(base, scale, start))
                .withMessage("base must be above 1, scale above 0 and start finite, got base=%s, "
                        + "scale=%s, start=%s", base, scale, start);
    }
}
