package llm.eval.arena;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import llm.eval.arena.Battle.Winner;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A file of battles")
class BattleFileTest {

    @TempDir
    Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("votes.json"), text);
    }

    @Test
    @DisplayName("holds objects, or pairs with the winner first")
    void read() throws IOException {
        assertThat(BattleFile.read(file("""
                [{"model_a": "x", "model_b": "y", "winner": "tie", "turn": 1},
                 ["y", "x"]]
                """))).containsExactly(new Battle("x", "y", Winner.TIE), Battle.won("y", "x"));
    }

    @Test
    @DisplayName("is read whole")
    void whole() {
        var ends = ArenaFixtures.arena().get("counts");
        var battles = ArenaFixtures.battles("battles");
        assertThat(battles).hasSize(320);
        assertThat(battles.stream().filter(each -> each.winner() == Winner.MODEL_A))
                .hasSize(ends.get("model_a").asInt());
        assertThat(battles.stream().filter(each -> each.winner() == Winner.TIE))
                .hasSize(ends.get("tie").asInt());
        assertThat(battles.stream().filter(each -> each.winner() == Winner.BOTH_BAD))
                .hasSize(ends.get("tie (bothbad)").asInt() + ends.get("both_bad").asInt());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "[[\"a\", \"b\"], {\"model_a\": \"a\", \"model_b\": \"b\", \"winner\": \"draw\"}]"
                + "| entry 2: the winner must be one of",
        "[{\"model_a\": \"a\", \"winner\": \"tie\"}] | entry 1: model_b must be a text, got none",
        "[[\"a\", \"b\", \"c\"]] | entry 1: a pair must be [winner, loser], got 3 values",
        "[[\"a\", 7]] | entry 1: the loser must be a text, got 7",
        "[[\"a\", \"a\"]] | entry 1: the models must be two different names",
        "[5] | entry 1: model_a must be a text, got none, in 5",
        "[] | must be a JSON array of one battle or more, got []",
        "{} | must be a JSON array of one battle or more, got {}",
        "[[\"a\", \"b\"] | must be valid JSON, got a fault at line 1"})
    @DisplayName("is refused with the number of the entry that is wrong")
    void refuses(String text, String message) throws IOException {
        Path file = file(text);
        assertThatIllegalArgumentException().isThrownBy(() -> BattleFile.read(file))
                .withMessageStartingWith(file.toString()).withMessageContaining(message);
    }
}
