package llm.eval.judge;

import llm.instruct.Instruction;
import llm.instruct.Response;
import llm.preference.policy.Reward;

/// Prefers the answer that is worth more; equal worth is a draw. With a rule that gives 1 for right
/// and 0 for wrong, as the checkable instructions of chapter 7 have it, right beats wrong, and two
/// right or two wrong answers are a draw. A reward model of chapter 8 can sit here as well.
///
/// @param rule such as `AnswerRule.WORDS`
public record RulesJudge(Reward rule) implements Judge {

    @Override
    public Verdict compare(Instruction instruction, String first, String second) {
        double one = rule.of(new Response(instruction, first.strip(), true));
        double other = rule.of(new Response(instruction, second.strip(), true));
        if (Double.isNaN(one) || Double.isNaN(other)) {
            return Verdict.NONE;
        }
        return one > other ? Verdict.FIRST : one < other ? Verdict.SECOND : Verdict.DRAW;
    }
}
