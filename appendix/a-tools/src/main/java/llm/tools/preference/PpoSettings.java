package llm.tools.preference;

import llm.preference.policy.Ppo;
import llm.tools.finetune.AssistantSettings;
import llm.tools.train.TrainingSettings;

/// All that PPO depends on beside its prompts.
///
/// @param base     what the policy begins as; the reference is the same
/// @param rollouts how it answers
/// @param terms    how answers are judged
/// @param training how it is trained; an example is a prompt
record PpoSettings(AssistantSettings base, RolloutSettings rollouts, Ppo.Terms terms,
                   TrainingSettings training) {
}
