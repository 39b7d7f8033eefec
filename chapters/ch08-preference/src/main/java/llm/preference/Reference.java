package llm.preference;

import llm.instruct.PaddedBatch;
import llm.instruct.TrainingRow;
import llm.model.LanguageModel;
import llm.tensor.Autograd;
import llm.tensor.Scope;

/// How likely the policy found an answer before it learned from preferences.
///
/// Each answer is read by itself, without padding. So its log-probability is the same to the bit
/// whenever it is computed: at every step anew, or once before the first. The second needs no
/// second model in memory, since the policy itself is the reference then, and no time in later
/// epochs.
@FunctionalInterface
public interface Reference {

    /// The log-probability of a row's answer, in nats.
    float logProb(TrainingRow row);

    /// What a model says as it is now.
    static Reference of(LanguageModel model, LogProb logProb) {
        return row -> {
            try (Scope _ = Scope.open()) {
                return Autograd.noGrad(() -> logProb.of(model, PaddedBatch.of(row))).item();
            }
        };
    }
}
