package llm.tools.preference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import llm.instruct.Instruction;
import llm.model.decode.Sampler;
import llm.preference.Metrics;
import llm.preference.policy.GroupSampler;
import llm.preference.policy.PolicyEvaluation;
import llm.preference.policy.PromptDataset;
import llm.preference.policy.Reward;
import llm.preference.policy.Rollouts;
import llm.preference.policy.RolloutSource;
import llm.text.dataset.DataLoader;
import llm.tools.finetune.InstructionParts;
import llm.tools.finetune.LearningAssistant;
import llm.tools.train.TrainingSettings;

/// A policy that answers prompts and is to learn from what its answers are worth: what GRPO and PPO
/// share.
///
/// @param assistant what learns
/// @param prompts   what is asked
/// @param settings  how answers are drawn and rewarded
/// @param reward    what an answer is worth to the policy
record LearningPolicy(LearningAssistant assistant, InstructionParts prompts,
                      RolloutSettings settings, Reward reward) {
    private static final String BEFORE = "before.json";
    private static final Sampler DRAWN = Sampler.atTemperature(1);

    static LearningPolicy of(LearningAssistant assistant, InstructionParts prompts,
                             RolloutSettings settings) throws IOException {
        return new LearningPolicy(assistant, prompts, settings,
                settings.reward(assistant.format()));
    }

    private GroupSampler sampler() {
        return new GroupSampler(assistant.model(), assistant.tokenizer(), assistant.format(),
                DRAWN, settings.maxNewTokens());
    }

    /// Batches of what the policy answers.
    ///
    /// @param learnable makes them of answers
    <B> RolloutSource<B> source(TrainingSettings how,
                                Function<Rollouts, List<B>> learnable,
                                Metrics metrics) {
        RolloutSource.Options options = RolloutSource.Options.of(settings.group(), reward,
                how.seed());
        return new RolloutSource<>(new DataLoader<>(new PromptDataset(prompts.training()),
                how.order()), sampler(), settings.rewardModel() == null ? options
                : options.watching(settings.check()), learnable, metrics);
    }

    /// Answers to the prompts for validation, rewarded as in training.
    PolicyEvaluation validation() {
        return evaluation(Sampler.mostLikely(), prompts.validation(), reward);
    }

    private PolicyEvaluation evaluation(Sampler sampler, List<Instruction> asked, Reward judged) {
        return new PolicyEvaluation(sampler().with(sampler), asked, judged, 0);
    }

    /// How many answers to the prompts for the test are right now.
    PolicyScores test() {
        return PolicyScores.of(
                evaluation(Sampler.mostLikely(), prompts.test(), settings.check()),
                evaluation(DRAWN, prompts.test(), settings.check()));
    }

    /// Deletes what [#before] has kept in an attempt that never began, of another policy maybe.
    static void forget(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(BEFORE));
    }

    /// The same before the first step; kept in the folder, since a resumed training has a later
    /// policy.
    PolicyScores before(Path folder) throws IOException {
        Path file = folder.resolve(BEFORE);
        if (!Files.exists(file)) {
            TrainingSettings.write(test(), file);
        }
        return TrainingSettings.read(file, PolicyScores.class);
    }
}
