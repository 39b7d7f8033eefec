package llm.eval.arena;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import llm.eval.arena.Battle.Winner;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A battle")
class BattleTest {

    @ParameterizedTest
    @CsvSource({"model_a, MODEL_A, 1", "model_b, MODEL_B, 0", "tie, TIE, 0.5",
        "tie (bothbad), BOTH_BAD, 0.5", "both_bad, BOTH_BAD, 0.5"})
    @DisplayName("ends in one of five ways, and gives model A a score")
    void scores(String label, Winner winner, double score) {
        assertThat(Winner.named(label)).isEqualTo(winner);
        Battle battle = new Battle("a", "b", winner);
        assertThat(battle.score()).isEqualTo(score);
        assertThat(battle.swapped().score()).isEqualTo(1 - score);
        assertThat(battle.swapped().swapped()).isEqualTo(battle);
        assertThat(battle.swapped().modelA()).isEqualTo("b");
    }

    @Test
    @DisplayName("is between two models, and has no other end")
    void refuses() {
        assertThatIllegalArgumentException().isThrownBy(() -> Battle.won("a", "a"))
                .withMessage("the models must be two different names, got \"a\" and \"a\"");
        assertThatIllegalArgumentException().isThrownBy(() -> Battle.won("a", " "));
        assertThatIllegalArgumentException().isThrownBy(() -> Winner.named("model_c"))
                .withMessage("the winner must be one of model_a, model_b, tie, both_bad, "
                        + "tie (bothbad), got model_c");
    }
}
