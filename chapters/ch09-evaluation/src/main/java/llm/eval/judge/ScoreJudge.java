package llm.eval.judge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import llm.instruct.Instruction;
import llm.instruct.Response;

/// Lets a model score answers one by one, from 0 to 100.
/// Source: Raschka (2024), Build a Large Language Model (From Scratch), §7.8; Zheng et al. (2023),
/// Judging LLM-as-a-Judge, §3.1, "single answer grading".
///
/// @param model that is asked, such as a [ChatClient]
public record ScoreJudge(ChatModel model) {

    /// The score of one answer; none if the reply is not a whole number from 0 to 100 alone.
    public OptionalInt score(Instruction instruction, String answer) throws IOException {
        return JudgeReply.score(model.reply(JudgePrompt.score(instruction, answer)));
    }

    /// The scores of all answers.
    public Scores score(List<Response> responses) throws IOException {
        List<OptionalInt> all = new ArrayList<>();
        for (Response each : responses) {
            all.add(score(each.instruction(), each.answer()));
        }
        return new Scores(all);
    }
}
