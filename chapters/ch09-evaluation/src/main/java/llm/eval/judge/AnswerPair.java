package llm.eval.judge;

import java.util.ArrayList;
import java.util.List;
import llm.instruct.Instruction;
import llm.instruct.Response;
import llm.instruct.Responses;
import llm.instruct.quality.LengthStatistics;

/// Two answers to one question.
///
/// @param instruction the question, with a right answer if there is one
/// @param baseline    the answer to be beaten
/// @param model       the answer of the model that is evaluated
public record AnswerPair(Instruction instruction, String baseline, String model) {

    /// Pairs the answers of two models to the same questions in the same order.
    ///
    /// @throws IllegalArgumentException if they answer different questions; names the first place
    public static List<AnswerPair> of(Responses baseline, Responses model) {
        int pairs = baseline.all().size();
        if (pairs != model.all().size()) {
            throw new IllegalArgumentException(
                    "baseline and model must answer the same questions, got %d and %d answers"
                            .formatted(pairs, model.all().size()));
        }
        List<AnswerPair> all = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            Response one = baseline.all().get(i);
            Response other = model.all().get(i);
            if (!one.instruction().question().equals(other.instruction().question())) {
                throw new IllegalArgumentException(("baseline and model must answer the same "
                        + "questions, got at index %d \"%s\" and \"%s\"").formatted(i,
                        one.instruction().question(), other.instruction().question()));
            }
            all.add(new AnswerPair(one.instruction(), one.answer(), other.answer()));
        }
        return all;
    }

    /// By how much the baseline's answer is longer, in characters (code points); negative if the
    /// model's is.
    public int lengthDifference() {
        return LengthStatistics.characters(baseline) - LengthStatistics.characters(model);
    }
}
