package llm.tools.preference;

import java.io.IOException;
import java.nio.file.Path;
import llm.instruct.PromptFormat;
import llm.preference.RewardModel;
import llm.preference.policy.AnswerRule;
import llm.preference.policy.Grpo;
import llm.preference.policy.Reward;
import org.jspecify.annotations.Nullable;

/// How a policy answers, and how its answers are rewarded.
///
/// @param check        the rule by which an answer is right
/// @param rewardModel  folder of the model that scores answers; null where the rule itself is the
///                     reward
/// @param group        answers to each prompt
/// @param maxNewTokens most tokens of an answer
/// @param schedule     how often answers are learned from
record RolloutSettings(AnswerRule check, @Nullable String rewardModel, int group,
                       int maxNewTokens, Grpo.Schedule schedule) {

    /// What the policy learns from.
    Reward reward(PromptFormat format) throws IOException {
        return rewardModel == null ? check
                : RewardModel.load(Path.of(rewardModel), format)::score;
    }
}
