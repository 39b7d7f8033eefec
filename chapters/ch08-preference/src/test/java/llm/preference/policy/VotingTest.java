package llm.preference.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Stream;
import llm.instruct.Instruction;
import llm.instruct.Response;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Of several answers")
class VotingTest {

    @Test
    @DisplayName("the one that most gave is taken, the first of equal ones")
    void majority() {
        assertThat(Voting.majority(List.of("7", "8", "8", "9"))).isEqualTo(1);
        assertThat(Voting.majority(List.of("9", "8", "8", "9"))).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> Voting.majority(List.of()))
                .withMessage("there must be an answer to choose, got none");
    }

    @Test
    @DisplayName("the one with the highest score is taken, the first of equal ones")
    void best() {
        assertThat(Voting.best(-2, 3, 3, 1)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "EXACT | Paris | Paris | 1", "EXACT | Paris | paris | 0", "WORDS | Paris | paris. | 1",
        "WORDS | two words | two  words | 1", "WORDS | a | b | 0",
        "NUMBER | so it is 1,234 | = 1234 | 1", "NUMBER | 72 | 6 times 12 makes 72.0 | 1",
        "NUMBER | 72 | 72 or 73 | 0", "NUMBER | -5 | it is -5 | 1", "NUMBER | 5 | five | 0",
        "NUMBER | 0.50 | .5 or 0.5 | 1"})
    @DisplayName("each is right or not by a rule")
    void rules(AnswerRule rule, String right, String answer, double reward) {
        assertThat(rule.of(new Response(Instruction.of("?", right), answer, true)))
                .isEqualTo(reward);
    }

    /// Two prompts with four answers each, by hand.
    @Test
    @DisplayName("more are better, by vote, by a model, and if one could know")
    void scaling() {
        List<Completion> completions = Stream.of("1", "2", "1", "1", "9", "8", "7", "1")
                .map(answer -> new Completion(new Response(Instruction.of("?", "1"), answer, true),
                        new int[] {0}, new int[] {0})).toList();
        float[] scores = {3, 1, 2, 0, 5, 1, 2, 9};
        ScalingCurve curve = ScalingCurve.of(completions, 4, AnswerRule.EXACT, scores);
        assertThat(curve.points()).containsExactly(
                new ScalingCurve.Point(1, 4 / 8.0, 4 / 8.0, 4 / 8.0),
                new ScalingCurve.Point(2, 2 / 4.0, 3 / 4.0, 3 / 4.0),
                new ScalingCurve.Point(4, 1 / 2.0, 2 / 2.0, 2 / 2.0));
        assertThat(ScalingCurve.of(completions, 4, AnswerRule.EXACT, null).points())
                .extracting(ScalingCurve.Point::best).containsOnly(Double.NaN);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScalingCurve.of(completions, 3, AnswerRule.EXACT, null))
                .withMessage("completions must be one or more whole groups of groupSize=3, got 8");
    }

    @Test
    @DisplayName("none is right where nobody knows the right one")
    void unknown() {
        assertThat(AnswerRule.EXACT.of(new Response(Instruction.of("?", ""), "", true))).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> AnswerRule.named("best"))
                .withMessage("the rule must be one of exact, words, number, got best");
    }
}
