package llm.tools.preference;

import llm.preference.DpoLoss;
import llm.preference.LogProb;
import llm.tools.finetune.AssistantSettings;
import llm.tools.train.TrainingSettings;

/// All that DPO depends on beside its pairs.
///
/// @param base     what the policy begins as; the reference is the same
/// @param loss     how pairs are judged
/// @param logProb  sum or mean over the tokens of an answer
/// @param training how it is trained
public record PreferSettings(AssistantSettings base, DpoLoss loss, LogProb logProb,
                             TrainingSettings training) {
}
