package llm.instruct;

import java.util.List;
import java.util.function.Consumer;
import llm.model.LanguageModel;
import llm.tensor.layer.Layer;
import llm.text.Tokenizer;
import llm.train.Evaluation;

/// A model that is asked, and answers.
///
/// @param model     writes the answers
/// @param tokenizer the model's
/// @param format    how a question is laid out: as in the model's training
/// @param options   how an answer is made
public record Assistant(LanguageModel model, Tokenizer tokenizer, PromptFormat format,
                        AnswerOptions options) {

    /// Answers one instruction.
    public Response answer(Instruction instruction) {
        return answer(List.of(instruction)).all().getFirst();
    }

    /// Answers many, several at a time. An answer does not depend on which others are written
    /// beside it; where tokens are drawn, those of the n-th answer come from the n-th branch of
    /// the seed.
    ///
    /// @throws IllegalArgumentException if a prompt leaves no room for an answer in the model's
    ///         context
    public Responses answer(List<Instruction> instructions) {
        return answer(instructions, _ -> { });
    }

    /// The same, and tells `listener` each answer as soon as it is there. Dropout is off meanwhile.
    public Responses answer(List<Instruction> instructions, Consumer<Response> listener) {
        Answering answering = new Answering(this, instructions, listener);
        return model instanceof Layer layer
                ? Evaluation.withoutDropout(layer, answering::run) : answering.run();
    }

    /// The ids of a prompt.
    ///
    /// @param number of the instruction, from 1, for a message
    int[] prompt(Instruction instruction, int number) {
        int[] prompt = format.encode(instruction, tokenizer).prompt();
        if (prompt.length >= model.contextLength()) {
            throw new IllegalArgumentException(("the prompt of instruction %d must leave room for "
                    + "an answer in the context of %d tokens, got %d tokens").formatted(number,
                    model.contextLength(), prompt.length));
        }
        return prompt;
    }
}
