package llm.eval.arena;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Intervals by bootstrap")
class BootstrapTest {
    private final List<Battle> battles = ArenaFixtures.battles("battles");
    private final BattleCounts counts = BattleCounts.of(battles);

    /// Ends of 2,000 rounds scatter by about 1.5 points; 160 points are a whole interval.
    @Test
    @DisplayName("are near those of the standard errors")
    void near() {
        Bootstrap bootstrap = Bootstrap.of(counts, 2000, 1);
        ArenaRatings ratings = ArenaRatings.of(counts);
        assertThat(bootstrap.rounds()).isEqualTo(2000);
        assertThat(bootstrap.leftOut()).isZero();
        assertThat(bootstrap.intervals().keySet()).isEqualTo(ratings.ratings().keySet());
        bootstrap.intervals().forEach((model, interval) -> {
            assertThat(interval.low()).as(model)
                    .isCloseTo(ratings.interval(model).low(), within(8.0));
            assertThat(interval.high()).as(model)
                    .isCloseTo(ratings.interval(model).high(), within(8.0));
        });
    }

    @Test
    @DisplayName("are the same for the same seed, in whatever order the battles come")
    void seeded() {
        List<Battle> others = new ArrayList<>(battles.stream().map(Battle::swapped).toList());
        Collections.shuffle(others, new Random(3));
        assertThat(Bootstrap.of(BattleCounts.of(others), 50, 1))
                .isEqualTo(Bootstrap.of(counts, 50, 1))
                .isNotEqualTo(Bootstrap.of(counts, 50, 2));
    }

    /// One round is one rating; its interval has no width.
    @Test
    @DisplayName("rest on rounds, of which one has no width")
    void single() {
        Interval one = Bootstrap.of(counts, 1, 5).intervals().get("fern");
        assertThat(one.low()).isEqualTo(one.high());
    }

    /// Of 4 battles, one of them lost, a draw has 0 or 4 of the wins with the probability
    /// `(1/4)⁴ + (3/4)⁴ = 0.32`.
    @Test
    @DisplayName("leave out rounds in which a model is undefeated, and count them")
    void leftOut() {
        List<Battle> four = List.of(Battle.won("a", "b"), Battle.won("a", "b"),
                Battle.won("a", "b"), Battle.won("b", "a"));
        Bootstrap bootstrap = Bootstrap.of(BattleCounts.of(four), 2000, 1);
        assertThat(bootstrap.leftOut()).isBetween(560, 720);
        assertThat(bootstrap.rounds() + bootstrap.leftOut()).isEqualTo(2000);
        Interval a = bootstrap.intervals().get("a");       // from 1 of 4 won to 3 of 4
        assertThat(a.low()).isCloseTo(904.5757, within(1e-4));
        assertThat(a.high()).isCloseTo(1095.4243, within(1e-4));
    }

    /// The only win of `c` is missing from a draw of 60 with the probability `(59/60)⁶⁰ = 0.365`.
    @Test
    @DisplayName("leave out rounds that rate some of the models only")
    void partly() {
        BattleCounts three = new BattleCounts(List.of("a", "b", "c"));
        three.addWins(0, 1, 20);
        three.addWins(1, 0, 20);
        three.addWins(0, 2, 19);
        three.addWins(2, 1, 1);
        assertThat(Bootstrap.of(three, 1000, 1).leftOut()).isBetween(320, 410);
    }

    @Test
    @DisplayName("are given to rated models, and to each of two groups that never met")
    void groups() {
        assertThat(Bootstrap.of(BattleCounts.of(ArenaFixtures.battles("undefeated")), 20, 1)
                .intervals().keySet()).containsExactly("beta", "delta", "gamma");
        Bootstrap split = Bootstrap.of(BattleCounts.of(ArenaFixtures.battles("split")), 20, 1);
        Interval north = split.intervals().get("north");
        Interval south = split.intervals().get("south");
        assertThat(north.low() + south.high()).isCloseTo(2000, within(1e-6));
    }

    @Test
    @DisplayName("need rounds, and models that can be rated")
    void refuses() {
        assertThatIllegalArgumentException().isThrownBy(() -> Bootstrap.of(counts, 0, 1))
                .withMessage("rounds must be 1 or more, got 0");
        BattleCounts won = BattleCounts.of(List.of(Battle.won("a", "b")));
        assertThatIllegalArgumentException().isThrownBy(() -> Bootstrap.of(won, 10, 1))
                .withMessage("two models or more must be rated, got none");
    }
}
