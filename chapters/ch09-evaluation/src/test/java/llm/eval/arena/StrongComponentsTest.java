package llm.eval.arena;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import llm.eval.arena.Battle.Winner;
import llm.eval.arena.RatingGroup.Unbounded;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Models that can be compared")
class StrongComponentsTest {

    /// `"a>b"` is a win, `"a=b"` a tie.
    private static BattleCounts battles(String... all) {
        return BattleCounts.of(Arrays.stream(all).map(each -> new Battle(each.substring(0, 1),
                each.substring(2), each.charAt(1) == '=' ? Winner.TIE : Winner.MODEL_A)).toList());
    }

    private static RatingGroup only(String... all) {
        List<RatingGroup> groups = RatingGroup.of(battles(all));
        assertThat(groups).hasSize(1);
        return groups.getFirst();
    }

    @Test
    @DisplayName("have beaten or tied each other, directly or through others")
    void strong() {
        StrongComponents strong =
                StrongComponents.of(battles("d>a", "a>b", "b>c", "c>a", "c>e", "e=f"));
        assertThat(strong.bestFirst())
                .containsExactly(List.of("d"), List.of("a", "b", "c"), List.of("e", "f"));
        assertThat(strong.ahead("d", "f")).isTrue();
        assertThat(strong.ahead("f", "d")).isFalse();
        assertThat(strong.ahead("a", "b")).isFalse();
    }

    @Test
    @DisplayName("are rated without those above, below, or nowhere")
    void unbounded() {
        assertThat(only("x>y", "y>x"))
                .isEqualTo(new RatingGroup(List.of("x", "y"), new TreeMap<>()));
        RatingGroup group = only("x>y", "y>z", "z>x", "t>x", "t>o", "z>b", "p>b", "b=q");
        assertThat(group.rated()).containsExactly("x", "y", "z");
        assertThat(group.unbounded()).isEqualTo(Map.of("t", Unbounded.ABOVE, "b", Unbounded.BELOW,
                "q", Unbounded.BELOW, "o", Unbounded.OPEN, "p", Unbounded.OPEN));
        assertThat(Unbounded.ABOVE.sign() + Unbounded.BELOW.sign() + Unbounded.OPEN.sign())
                .isEqualTo("+−±");
    }

    @Test
    @DisplayName("are none where nobody has ever come back")
    void chain() {
        RatingGroup group = only("a>b", "b>c");
        assertThat(group.rated()).isEmpty();
        assertThat(group.unbounded()).isEqualTo(Map.of("a", Unbounded.ABOVE, "b", Unbounded.OPEN,
                "c", Unbounded.BELOW));
    }

    @Test
    @DisplayName("are the group with most models, then with most battles")
    void largest() {
        assertThat(only("a=b", "a>c", "c>d", "d>e", "e>c").rated()).containsExactly("c", "d", "e");
        assertThat(only("a=b", "a>c", "c=d", "d=c").rated()).containsExactly("c", "d");
    }

    @Test
    @DisplayName("fall apart where two groups never meet, the larger first")
    void split() {
        assertThat(RatingGroup.of(battles("a>b", "b>a", "x=y", "y=z")))
                .extracting(RatingGroup::models)
                .containsExactly(List.of("x", "y", "z"), List.of("a", "b"));
    }

    @Test
    @DisplayName("are those of the fixtures")
    void parity() {
        var undefeated = ArenaFixtures.arena().get("undefeated");
        BattleCounts counts = BattleCounts.of(ArenaFixtures.battles("undefeated"));
        assertThat(StrongComponents.of(counts).bestFirst()).isEqualTo(undefeated
                .get("strong_components_best_first").valueStream()
                .map(ArenaFixtures::names).toList());
        assertThat(undefeated.get("unbounded").toString()).isEqualTo("{\"alpha\":\"+inf\"}");
        assertThat(RatingGroup.of(counts).getFirst().unbounded())
                .isEqualTo(Map.of("alpha", Unbounded.ABOVE));
        assertThat(RatingGroup.of(BattleCounts.of(ArenaFixtures.battles("split"))))
                .extracting(RatingGroup::rated).isEqualTo(ArenaFixtures.arena().at(
                        "/split/components").valueStream().map(ArenaFixtures::names).toList());
    }
}
