package llm.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import llm.instruct.Instruction;
import llm.instruct.Response;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

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
        assertThat(scores).hasToString("mean 60.0, 3 of 4 scored");
        assertThat(scores("none").mean()).isNaN();
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
