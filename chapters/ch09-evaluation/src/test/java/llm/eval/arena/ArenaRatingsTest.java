package llm.eval.arena;

import static llm.eval.arena.ArenaFixtures.RATING;
import static llm.eval.arena.ArenaFixtures.STANDARD_ERROR;
import static llm.eval.arena.ArenaFixtures.assertClose;
import static llm.eval.arena.ArenaFixtures.assertRelativelyClose;
import static llm.eval.arena.ArenaFixtures.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import llm.eval.arena.RatingGroup.Unbounded;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Ratings by maximum likelihood")
class ArenaRatingsTest {
    private final JsonNode arena = ArenaFixtures.arena();
    private final List<Battle> battles = ArenaFixtures.battles("battles");
    private final ArenaRatings ratings = ArenaRatings.of(battles);

    /// 3 wins of 4 are odds of 3 to 1: `400 log₁₀ 3 = 190.85` points, with the error
    /// `173.72 √(1/3) = 100.30` each and twice as much for the difference.
    @Test
    @DisplayName("of two models can be worked out by hand")
    void byHand() {
        ArenaRatings two = ArenaRatings.of(List.of(Battle.won("a", "b"), Battle.won("a", "b"),
                Battle.won("b", "a"), Battle.won("a", "b")));
        assertThat(two.rating("a")).isCloseTo(1095.4243, within(1e-4));
        assertThat(two.rating("b")).isCloseTo(904.5757, within(1e-4));
        assertThat(two.winProbability("a", "b")).isCloseTo(0.75, within(1e-12));
        assertThat(two.standardErrors().get("a")).isCloseTo(100.2960, within(1e-4));
        assertThat(two.interval("a").low()).isCloseTo(1095.4243 - 196.5766, within(1e-3));
        Interval difference = two.difference("a", "b");
        assertThat(difference.high()).isCloseTo(190.8485 + 393.1531, within(1e-3));
        assertThat(difference.contains(0)).isTrue();
    }

    @Test
    @DisplayName("and their standard errors and intervals are those of the fixture")
    void parity() {
        JsonNode want = arena.get("bradley_terry");
        assertClose(ratings.ratings(), numbers(want.get("ratings")), RATING);
        assertRelativelyClose(ratings.standardErrors(), numbers(want.get("standard_errors")),
                STANDARD_ERROR);
        assertRelativelyClose(ratings.standardErrors(),
                numbers(want.get("standard_errors_ridge_1e_5")), STANDARD_ERROR);
        want.get("interval_95").propertyStream().forEach(each -> {
            Interval got = ratings.interval(each.getKey());
            assertThat(got.low()).isCloseTo(each.getValue().get(0).asDouble(), within(0.05));
            assertThat(got.high()).isCloseTo(each.getValue().get(1).asDouble(), within(0.05));
        });
    }

    @Test
    @DisplayName("predict who wins, and may be moved to an anchor, as in the other fixture")
    void metrics() {
        JsonNode metrics = ArenaFixtures.metrics();
        JsonNode want = metrics.get("bradley_terry");
        ArenaRatings got = ArenaRatings.of(ArenaFixtures.battles(metrics.get("battles")));
        assertClose(got.ratings(), numbers(want.get("scores")), RATING);
        JsonNode anchor = want.get("anchor");
        assertClose(got.anchored(anchor.get("model").asText(), anchor.get("value").asDouble())
                .ratings(), numbers(anchor.get("scores")), RATING);
        want.get("predicted_win_probability").propertyStream().forEach(row ->
                numbers(row.getValue()).forEach((other, chance) ->
                        assertThat(got.winProbability(row.getKey(), other))
                                .isCloseTo(chance, within(1e-6))));
        float[] map = got.winProbabilities(List.of("alpha", "bravo"));
        assertThat(map).containsExactly(new float[] {0.5f, 0.72321f, 0.27679f, 0.5f},
                within(1e-5f));
    }

    @Test
    @DisplayName("that are anchored have the errors of their differences")
    void anchored() {
        ArenaRatings moved = ratings.anchored("elm", 800);
        assertThat(moved.rating("elm")).isEqualTo(800);
        assertThat(moved.standardErrors().get("elm")).isZero();
        Interval difference = ratings.difference("fern", "elm");
        assertThat(moved.interval("fern").low()).isCloseTo(800 + difference.low(), within(1e-9));
        assertThat(moved.winProbability("fern", "elm"))
                .isCloseTo(ratings.winProbability("fern", "elm"), within(1e-12));
    }

    @Nested
    @DisplayName("do not depend on")
    class Independence {

        @Test
        @DisplayName("the order of battles or the sides, to the bit")
        void orderAndSides() {
            List<Battle> others = new ArrayList<>(
                    battles.stream().map(Battle::swapped).toList());
            Collections.shuffle(others, new Random(7));
            assertThat(ArenaRatings.of(others).ratings()).isEqualTo(ratings.ratings());
            assertThat(ArenaRatings.of(others).standardErrors())
                    .isEqualTo(ratings.standardErrors());
        }

        @Test
        @DisplayName("names, but for rounding")
        void names() {
            JsonNode names = arena.get("rename");
            List<Battle> renamed = battles.stream().map(each -> new Battle(
                    names.get(each.modelA()).asText(), names.get(each.modelB()).asText(),
                    each.winner())).toList();
            ArenaRatings got = ArenaRatings.of(renamed);
            assertClose(got.ratings(), renamed(ratings.ratings(), names), 1e-9);
            assertClose(got.standardErrors(), renamed(ratings.standardErrors(), names), 1e-9);
        }

        private static Map<String, Double> renamed(Map<String, Double> values, JsonNode names) {
            Map<String, Double> renamed = new TreeMap<>();
            values.forEach((name, value) -> renamed.put(names.get(name).asText(), value));
            return renamed;
        }
    }

    @Nested
    @DisplayName("of a model that has won every battle")
    class Undefeated {
        private final BattleCounts counts = BattleCounts.of(ArenaFixtures.battles("undefeated"));
        private final JsonNode want = arena.get("undefeated");

        @Test
        @DisplayName("do not exist; the others are rated without it")
        void limit() {
            ArenaRatings got = ArenaRatings.of(counts);
            assertThat(want.get("maximum_exists").asBoolean()).isFalse();
            assertThat(got.unbounded()).isEqualTo(Map.of("alpha", Unbounded.ABOVE));
            assertThat(got.rates("alpha")).isFalse();
            assertClose(got.ratings(), numbers(want.get("limit_of_the_others")), RATING);
            assertThatIllegalArgumentException().isThrownBy(() -> got.rating("alpha"))
                    .withMessage("the model must be one of [beta, delta, gamma], got alpha, "
                            + "unbounded +");
        }

        @ParameterizedTest
        @ValueSource(strings = {"1.0", "0.01"})
        @DisplayName("are drawn near by a penalty")
        void ridge(String lambda) {
            ArenaRatings got = ArenaRatings.ridge(counts, Double.parseDouble(lambda));
            assertClose(got.ratings(), numbers(want.get("ridge").get(lambda)), RATING);
            assertThat(got.unbounded()).isEmpty();
        }

        @Test
        @DisplayName("are what a vanishing penalty leaves to the others")
        void vanishing() {
            ArenaRatings limit = ArenaRatings.of(counts);
            ArenaRatings got = ArenaRatings.ridge(counts, 1e-6);
            assertThat(got.rating("beta") - got.rating("delta"))
                    .isCloseTo(limit.rating("beta") - limit.rating("delta"), within(0.01));
        }

        @Test
        @DisplayName("need a penalty above 0")
        void refuses() {
            assertThatIllegalArgumentException().isThrownBy(() -> ArenaRatings.ridge(counts, 0))
                    .withMessage("lambda must be above 0 and finite, got 0.0");
        }
    }

    @Nested
    @DisplayName("of groups that have never met")
    class Split {
        private final List<Battle> split = ArenaFixtures.battles("split");
        private final ArenaRatings got = ArenaRatings.of(split);

        @Test
        @DisplayName("have a mean of 1000 each")
        void parity() {
            JsonNode want = arena.get("split");
            assertClose(got.ratings(), numbers(want.get("each_component_mean_1000")), RATING);
            assertRelativelyClose(got.standardErrors(), numbers(want.get("standard_errors")),
                    STANDARD_ERROR);
            assertThat(got.groups()).hasSize(2);
        }

        @Test
        @DisplayName("are not compared, and an anchor moves one of them")
        void apart() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> got.winProbability("north", "red"))
                    .withMessage("models must have met, directly or through others, got north and "
                            + "red");
            assertThat(got.anchored("north", 0).rating("south"))
                    .isCloseTo(got.rating("south") - got.rating("north"), within(1e-9));
            assertThat(got.anchored("north", 0).rating("red")).isEqualTo(got.rating("red"));
        }

        @Test
        @DisplayName("are the same with and without the other group")
        void alone() {
            Stream<Battle> north = split.stream().filter(each -> !got.groups().getFirst().rated()
                    .contains(each.modelA()));
            assertThat(ArenaRatings.of(north.toList()).rating("north"))
                    .isEqualTo(got.rating("north"));
        }
    }
}
