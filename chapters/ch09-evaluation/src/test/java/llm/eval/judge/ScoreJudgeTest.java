package llm.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import llm.instruct.Instruction;
import llm.instruct.Response;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A judge that scores")
class ScoreJudgeTest {

    private static Scores scores(String... replies) throws IOException {
        Iterator<String> next = List.of(replies).iterator();
        List<Response> responses = Stream.of(replies)
                .map(_ -> new Response(Instruction.of("q", "right"), "answer", true)).toList();
        return new ScoreJudge(_ -> next.next()).score(responses);
    }

    @Test
    @DisplayName("is asked about each answer, and what is no score keeps its place")
    void counts() throws IOException {
        Scores scores = scores("80", "I would say 90", "100", "0");
        assertThat(scores.all()).containsExactly(OptionalInt.of(80), OptionalInt.empty(),
                OptionalInt.of(100), OptionalInt.of(0));
        assertThat(scores.scored()).isEqualTo(new Share(3, 4));
        assertThat(scores).hasToString("mean 60.0 ± 30.6, 3 of 4 scored");
        assertThat(scores.standardError()).isCloseTo(               // of 20, 40 and −60
                Math.sqrt(5_600 / 2.0 / 3), within(1e-12));
        assertThat(scores("none").mean()).isNaN();
        assertThat(scores("7")).hasToString("mean 7.0, 1 of 1 scored");
    }

    @Test
    @DisplayName("sees question, right answer and answer")
    void prompt() throws IOException {
        Instruction sum = new Instruction("Add.", "3 and 4", "7");
        ScoreJudge judge = new ScoreJudge(prompt -> Stream.of("Add.\n3 and 4", "\n7\n", "\neight\n")
                .allMatch(prompt::contains) ? "5" : "no");
        assertThat(judge.score(sum, "eight")).hasValue(5);
    }

    @Test
    @DisplayName("may be kept in a file, with the gaps")
    void file(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("scores.json");
        Scores scores = scores("80", "?", "0");
        scores.save(file);
        assertThat(file).hasContent("[80, null, 0]");
        assertThat(Scores.load(file)).isEqualTo(scores);
        assertThat(scores.first(2)).isEqualTo(scores("80", "?"));
        assertThat(scores.first(7)).isEqualTo(scores);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "[80, 101] | entry 2 must be a whole number from 0 to 100, or null, got 101",
        "[-1] | entry 1 must be a whole number from 0 to 100, or null, got -1",
        "[0.5] | entry 1 must be a whole number from 0 to 100, or null, got 0.5",
        "[] | must be a JSON array of one score or more, got none",
        "{} | must be a JSON array of one score or more, got none",
        "[1] 2 | must be valid JSON, got a fault at line 1, column 5: something behind"})
    @DisplayName("is no file of other things")
    void refuses(String text, String message, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("scores.json"), text);
        assertThatIllegalArgumentException().isThrownBy(() -> Scores.load(file))
                .withMessageStartingWith(file.toString()).withMessageContaining(message);
    }

    @Test
    @DisplayName("is compared with another where both gave a score")
    void pairs() throws IOException {
        Correlation agreement = scores("10", "20", "?", "30", "40")
                .with(scores("1", "2", "3", "4", "?"));
        assertThat(agreement.count()).isEqualTo(3);
        assertThat(agreement.kendall()).isEqualTo(1);
        assertThatIllegalArgumentException().isThrownBy(() -> scores("1", "2").with(scores("1")))
                .withMessage("both judges must have been asked about the same answers, got 2 and "
                        + "1");
    }
}
