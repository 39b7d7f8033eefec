package llm.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The reply of a judge")
class JudgeReplyTest {

    private static String text(String escaped) {
        return escaped.replace("\\n", "\n");
    }

    @ParameterizedTest(name = "\"{0}\"")
    @CsvSource({"Verdict: A, FIRST", "Verdict: B, SECOND", "Verdict: draw, DRAW",
        "'A is right, B is not.\\nVerdict: A', FIRST", "'Both.\\n\\n**Verdict: B**\\n', SECOND",
        "'> verdict: [[Draw]].', DRAW", "'**Verdict:** A', FIRST",
        "'<think>Verdict: B?\\nVerdict: B</think>\\nVerdict: A', FIRST",
        "'Verdict: A\\nOn second thoughts, no: yes.\\nVerdict: A', FIRST"})
    @DisplayName("is a verdict if its last line is one")
    void verdicts(String reply, Verdict verdict) {
        assertThat(JudgeReply.verdict(text(reply))).isEqualTo(verdict);
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(strings = {"", "A", "Answer A is better.", "Verdict: A or B", "Verdict: AB",
        "Verdict: C", "Verdict: not A", "Verdict: A/B", "Verdict: A\\nbecause it is right",
        "Verdict: A\\nVerdict: B", "Verdict: A Verdict: B", "<think>Verdict: A",
        "<think>\\nVerdict: A\\n</think>", "Verdict: tie", "My verdict: A", "Verdict A"})
    @DisplayName("is no verdict in any other form")
    void noVerdict(String reply) {
        assertThat(JudgeReply.verdict(text(reply))).isEqualTo(Verdict.NONE);
    }

    @ParameterizedTest(name = "\"{0}\"")
    @CsvSource({"0, 0", "100, 100", "' 85\\n', 85", "'<think>90?</think>7', 7"})
    @DisplayName("is a score if it is a whole number from 0 to 100")
    void scores(String reply, int score) {
        assertThat(JudgeReply.score(text(reply))).hasValue(score);
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(strings = {"", "101", "-1", "+5", "85.", "85.0", "85/100", "Score: 85", "007",
        "85 or 90", "eighty", "٨٥", "1e2", "<think>85"})
    @DisplayName("is no score in any other form")
    void noScore(String reply) {
        assertThat(JudgeReply.score(text(reply))).isEqualTo(OptionalInt.empty());
    }
}
