package llm.tools.preference;

import java.io.PrintWriter;
import llm.tools.finetune.FinetuneFlow;

/// What DPO, or the training of a reward model, gave.
///
/// @param learning parameters that learned
/// @param test     how well pairs are told apart that it did not learn from
public record LearnedPreferences(String folder, int steps, double trainingLoss, double validationLoss,
                                 long learning, ToldApart test) implements FinetuneFlow.Result {
    @Override
    public void print(PrintWriter out) {
        out.printf("%,d steps: told apart %s, in %s%n", steps, test, folder);
    }
}
