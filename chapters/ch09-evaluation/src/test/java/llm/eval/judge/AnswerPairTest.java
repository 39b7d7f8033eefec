package llm.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Stream;
import llm.instruct.Instruction;
import llm.instruct.Response;
import llm.instruct.Responses;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Two answers to a question")
class AnswerPairTest {

    private static Responses responses(String... questionsAndAnswers) {
        return new Responses(Stream.of(questionsAndAnswers).map(each -> each.split("="))
                .map(each -> new Response(Instruction.of(each[0], "right"), each[1], true))
                .toList());
    }

    @Test
    @DisplayName("are paired by their place")
    void paired() {
        List<AnswerPair> pairs = AnswerPair.of(responses("q=a", "r=b"), responses("q=c", "r=d"));
        assertThat(pairs).containsExactly(
                new AnswerPair(Instruction.of("q", "right"), "a", "c"),
                new AnswerPair(Instruction.of("r", "right"), "b", "d"));
    }

    @Test
    @DisplayName("are refused with the index where the questions differ")
    void misaligned() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AnswerPair.of(responses("q=a", "r=b"), responses("q=a", "s=b")))
                .withMessage("baseline and model must answer the same questions, got at index 1 "
                        + "\"r\" and \"s\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AnswerPair.of(responses("q=a", "r=b"), responses("q=a")))
                .withMessage("baseline and model must answer the same questions, got 2 and 1 "
                        + "answers");
    }

    @Test
    @DisplayName("differ in length by characters, of which an emoji is one")
    void lengths() {
        assertThat(new AnswerPair(Instruction.of("q", ""), "ab😀", "abcde").lengthDifference())
                .isEqualTo(-2);
    }
}
