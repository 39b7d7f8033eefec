package llm.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import llm.instruct.Instruction;
import llm.preference.policy.AnswerRule;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A judge by rules")
class RulesJudgeTest {

    @ParameterizedTest(name = "{0} beside {1}: {2}")
    @CsvSource({"Paris, London, FIRST", "London, ' paris. ', SECOND", "Paris, paris, DRAW",
        "London, Rome, DRAW", "'', Paris, SECOND"})
    @DisplayName("lets right beat wrong, and two right or two wrong answers draw")
    void rules(String first, String second, Verdict verdict) {
        assertThat(new RulesJudge(AnswerRule.WORDS)
                .compare(Instruction.of("Capital of France?", "Paris"), first, second))
                .isEqualTo(verdict);
    }

    @Test
    @DisplayName("gives no verdict where a worth is no number")
    void nan() {
        RulesJudge judge = new RulesJudge(
                response -> response.answer().isEmpty() ? Double.NaN : response.answer().length());
        assertThat(judge.compare(Instruction.of("q", ""), "", "a")).isEqualTo(Verdict.NONE);
        assertThat(judge.compare(Instruction.of("q", ""), "aa", "a")).isEqualTo(Verdict.FIRST);
    }

    /// Counted by a script of ten lines.
    @Test
    @DisplayName("finds the course's second model behind its first, and is never flipped")
    void course() throws IOException {
        List<AnswerPair> pairs = JudgeFixtures.coursePairs();
        Comparisons all = Comparisons.of(new RulesJudge(AnswerRule.WORDS), pairs);
        assertThat(all.winRate()).extracting(WinRate::wins, WinRate::losses, WinRate::draws,
                WinRate::percent).containsExactly(10, 23, 67, 43.5);
        assertThat(all.flips()).isEqualTo(new Share(0, 100));
        assertThat(all.firstWins()).isEqualTo(new Share(33, 66));
        assertThat(all.longerWins()).isEqualTo(new Share(13, 28));
    }
}
