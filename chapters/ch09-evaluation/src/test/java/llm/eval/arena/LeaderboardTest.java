package llm.eval.arena;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import llm.eval.arena.Battle.Winner;
import llm.eval.arena.Leaderboard.Row;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A leaderboard")
class LeaderboardTest {

    @Test
    @DisplayName("names the best first, with interval, battles and wins")
    void rows() {
        Leaderboard board = Leaderboard.of(ArenaFixtures.battles("battles"));
        assertThat(board.models())
                .containsExactly("fern", "birch", "cedar", "dahlia", "amber", "elm");
        assertThat(board.rows()).extracting(Row::rank).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(board.remarks()).isEmpty();
        assertThat(board.table().columnNames()).containsExactly("rank", "model", "rating", "low",
                "high", "battles", "wins", "ties");
        assertThat(board.table().first(1).printAll().replaceAll(" ", "").lines())
                .last().isEqualTo("1|fern|1091.3|1040.2|1142.4|107|59|22|");
    }

    @Test
    @DisplayName("gives equal models the same rank")
    void equal() {
        Leaderboard board = Leaderboard.of(List.of(new Battle("b", "a", Winner.TIE),
                new Battle("a", "c", Winner.TIE), Battle.won("b", "c"), Battle.won("c", "b")));
        assertThat(board.rows()).extracting(Row::rank).containsExactly(1, 1, 1);
        assertThat(board.models()).containsExactly("a", "b", "c");
    }

    @Test
    @DisplayName("prints no number for a model that has won or lost every battle, and says so")
    void unbounded() {
        Leaderboard board = Leaderboard.of(List.of(Battle.won("top", "x"), Battle.won("x", "y"),
                Battle.won("y", "x"), Battle.won("y", "low"), Battle.won("top", "side")));
        assertThat(board.models()).containsExactly("top", "side", "x", "y", "low");
        assertThat(board.rows()).extracting(Row::rank).containsExactly(1, 2, 2, 2, 4);
        assertThat(board.rows().getFirst().rating()).isNull();
        assertThat(board.rows().getFirst().interval()).isNull();
        assertThat(board.rows().getFirst().tally()).isEqualTo(new Tally(2, 0, 0));
        assertThat(board.table().doubleColumn("rating").countMissing()).isEqualTo(3);
        assertThat(board.remarks()).containsExactly(
                "low is unbounded (−): it has beaten no rated model, so no rating is low enough",
                "side is unbounded (±): its battles do not tell where it stands",
                "top is unbounded (+): no rated model has beaten it, so no rating is high enough");
        assertThat(board.toString()).contains(board.remarks().getLast()).doesNotContain("NaN");
    }

    @Test
    @DisplayName("ranks groups that never met apart, and says so")
    void split() {
        Leaderboard board = Leaderboard.of(ArenaFixtures.battles("split"));
        assertThat(board.models()).containsExactly("green", "blue", "red", "north", "south");
        assertThat(board.rows()).extracting(Row::group).containsExactly(1, 1, 1, 2, 2);
        assertThat(board.rows()).extracting(Row::rank).containsExactly(1, 2, 3, 1, 2);
        assertThat(board.table().columnNames()).startsWith("group", "rank", "model");
        assertThat(board.remarks()).containsExactly("2 groups have never met: each has a mean of "
                + "its own, and their ratings cannot be compared");
    }

    /// A win each is `2 · ¼` of surprise over a curvature of `2 · ¼`: an error of `√2` nats
    /// between those two. The draw adds curvature and no surprise: no error at all.
    @Test
    @DisplayName("says where draws alone hold models together, which no interval shows")
    void linkedByDraws() {
        List<Battle> battles = new ArrayList<>(List.of(Battle.won("a", "b"), Battle.won("b", "a"),
                Battle.won("c", "d"), Battle.won("d", "c"), new Battle("b", "c", Winner.TIE)));
        ArenaRatings ratings = ArenaRatings.of(battles);
        Interval drawn = ratings.difference("b", "c");
        assertThat(drawn.high() - drawn.low()).isZero();
        Interval decided = ratings.difference("a", "b");
        assertThat(decided.high()).isCloseTo(1.96 * Math.sqrt(2) * 400 / Math.log(10),
                within(0.1));
        assertThat(Leaderboard.of(battles).remarks()).containsExactly("only draws link [a, b] with "
                + "[c, d]: they show nothing of what chance does, so that the intervals are too "
                + "narrow");

        battles.addAll(List.of(Battle.won("b", "c"), Battle.won("d", "a")));
        assertThat(Leaderboard.of(battles).remarks()).isEmpty();
        assertThat(Leaderboard.of(List.of(new Battle("a", "b", Winner.TIE))).remarks().getFirst())
                .startsWith("only draws link [a] with [b]: ");
    }

    @Test
    @DisplayName("takes other intervals, and refuses what is none")
    void intervals() {
        Interval other = new Interval(900, 1100);
        Leaderboard board = Leaderboard.of(ArenaFixtures.battles("split"))
                .withIntervals(Map.of("green", other));
        assertThat(board.rows().getFirst().interval()).isEqualTo(other).hasToString(
                "900.0 to 1100.0");
        assertThatIllegalArgumentException().isThrownBy(() -> new Interval(2, 1))
                .withMessage("low must be at most high, got low=2.0, high=1.0");
    }
}
