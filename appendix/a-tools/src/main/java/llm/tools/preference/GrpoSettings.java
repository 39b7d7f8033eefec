package llm.tools.preference;

import llm.preference.policy.GroupAdvantages;
import llm.preference.policy.GrpoLoss;
import llm.tools.finetune.AssistantSettings;
import llm.tools.train.TrainingSettings;

/// All that GRPO depends on beside its prompts.
///
/// @param base       what the policy begins as
/// @param rollouts   how it answers
/// @param loss       how answers are judged
/// @param advantages how much better one is than the others of its group
/// @param training   how it is trained; an example is a prompt
record GrpoSettings(AssistantSettings base, RolloutSettings rollouts, GrpoLoss loss,
                    GroupAdvantages advantages, TrainingSettings training) {
}
