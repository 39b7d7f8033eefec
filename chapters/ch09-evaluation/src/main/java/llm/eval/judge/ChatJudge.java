package llm.eval.judge;

import java.io.IOException;
import llm.instruct.Instruction;

/// Lets a model judge: LLM as a judge. Whether it judges well is another question, which
/// [Comparisons] and [Correlation] are for.
/// Source: Zheng et al. (2023), Judging LLM-as-a-Judge with MT-Bench and Chatbot Arena, §3.1.
///
/// @param model that is asked, such as a [ChatClient]
public record ChatJudge(ChatModel model) implements Judge {

    /// @return [Verdict#NONE] if the reply does not end with a verdict as the prompt asks for
    @Override
    public Verdict compare(Instruction instruction, String first, String second)
            throws IOException {
        return JudgeReply.verdict(
                model.reply(JudgePrompt.comparison(instruction, first, second)));
    }
}
