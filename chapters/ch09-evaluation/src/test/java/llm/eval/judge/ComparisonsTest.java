package llm.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import llm.instruct.Instruction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A judge that sees both orders")
class ComparisonsTest {

    private static Comparison comparison(Verdict baselineFirst, Verdict modelFirst,
                                         String baseline, String model) {
        return new Comparison(new AnswerPair(Instruction.of("q", ""), baseline, model),
                baselineFirst, modelFirst);
    }

    /// The model wins with the longer answer, wins with the shorter one, loses with the shorter
    /// one; the first is taken twice; a win turns into a draw; one and two replies are no verdicts.
    private static final Comparisons ALL = new Comparisons(List.of(
            comparison(Verdict.SECOND, Verdict.FIRST, "a", "abc"),
            comparison(Verdict.SECOND, Verdict.FIRST, "abc", "ab"),
            comparison(Verdict.FIRST, Verdict.SECOND, "abc", ""),
            comparison(Verdict.FIRST, Verdict.FIRST, "abcdef", "a"),
            comparison(Verdict.SECOND, Verdict.DRAW, "ab", "ac"),
            comparison(Verdict.NONE, Verdict.FIRST, "a", "b"),
            comparison(Verdict.NONE, Verdict.NONE, "a", "b")));

    @Test
    @DisplayName("shows each answer first once")
    void bothOrders() throws Exception {
        AnswerPair pair = new AnswerPair(Instruction.of("q", ""), "base", "mine");
        Judge likesMine = (_, first, _) -> first.equals("mine") ? Verdict.FIRST : Verdict.SECOND;
        assertThat(Comparison.of(likesMine, pair))
                .isEqualTo(new Comparison(pair, Verdict.SECOND, Verdict.FIRST))
                .extracting(Comparison::preference, Comparison::flipped)
                .containsExactly(2.0, false);
        Judge likesFirst = (_, _, _) -> Verdict.FIRST;
        assertThat(Comparisons.of(likesFirst, List.of(pair, pair)))
                .extracting(Comparisons::flips, Comparisons::firstWins, Comparisons::winRate)
                .containsExactly(new Share(2, 2), new Share(4, 4), new WinRate(50, 0, 0, 0, 2));
    }

    @Test
    @DisplayName("is averaged over both, and counts only where both have a verdict")
    void preferences() {
        assertThat(ALL.preferences()).containsExactly(2, 2, 1, 1.5, 1.75);
        assertThat(ALL.unclear()).isEqualTo(new Share(3, 14));
        assertThatIllegalStateException().isThrownBy(() -> ALL.all().getLast().preference())
                .withMessage("the judge must have given a verdict, got NONE");
    }

    @Test
    @DisplayName("is seen to change with the order, and to like the first or the longer one")
    void biases() {
        assertThat(ALL.flips()).isEqualTo(new Share(2, 5));
        assertThat(ALL.firstWins()).isEqualTo(new Share(5, 9));
        assertThat(ALL.longerWins()).isEqualTo(new Share(2, 3));
    }

    @Test
    @DisplayName("is told in a line for each number")
    void text() {
        assertThat(ALL).hasToString("""
                win rate           65.0 %% ± 18.7 (3 won, 1 lost, 1 drawn)
                length-controlled  %.1f %%
                no verdict         3 of 14, 21.4 %%
                flips              2 of 5, 40.0 %%
                first wins         5 of 9, 55.6 %%
                longer wins        2 of 3, 66.7 %%""".formatted(
                        ALL.lengthControlled().percent()));
    }

    @Test
    @DisplayName("that gave no verdict at all is told too")
    void nothing() {
        assertThat(new Comparisons(ALL.all().subList(5, 7))).hasToString("""
                win rate           none: there must be a judged pair or more, got none
                length-controlled  none: there must be a judged pair or more, got none
                no verdict         3 of 4, 75.0 %
                flips              0 of 0
                first wins         0 of 0
                longer wins        0 of 0""");
    }
}
