package llm.tools.preference;

import java.nio.file.Path;
import llm.preference.policy.AnswerRule;
import llm.preference.policy.Grpo;
import llm.tools.cli.Bounds;
import llm.tools.cli.ModelPath;
import llm.tools.cli.WrongUsage;
import llm.tools.train.TrainingOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How a policy answers, and how its answers are rewarded: a mixin. What is not given is as usual,
/// or, when a training is resumed, as in that training.
final class RolloutOptions {
    private static final int MAX_NEW_TOKENS = 64;

    @Option(names = "--check", paramLabel = "RULE",
            description = "When an answer is right: exact, words (but for capitals and a full "
                    + "stop), or number (its last one) (default words).")
    private @Nullable String check;

    @Option(names = "--reward-model", paramLabel = "DIR|NAME",
            converter = ModelPath.class, completionCandidates = ModelPath.class,
            description = "A model that scores answers, from finetune reward; the rule is then "
                    + "watched only.")
    private @Nullable Path rewardModel;

    @Bounds(from = 1, to = 65_536)
    @Option(names = "--group", paramLabel = "N", description = "Answers to each prompt.")
    private @Nullable Integer group;

    @Bounds(from = 1, to = 1_000_000)
    @Option(names = "--max-new-tokens", paramLabel = "N",
            description = "Most tokens of an answer (default " + MAX_NEW_TOKENS + ").")
    private @Nullable Integer maxNewTokens;

    @Bounds(from = 1, to = 1000)
    @Option(names = "--passes", paramLabel = "N",
            description = "How often answers are learned from before new ones are drawn.")
    private @Nullable Integer passes;

    @Bounds(from = 1, to = 65_536)
    @Option(names = "--rows", paramLabel = "N",
            description = "Answers of a step; 0 for all that were drawn.")
    private @Nullable Integer rows;

    /// @param usualGroup    answers to each prompt, where nothing is said
    /// @param usualSchedule how often answers are learned from, where nothing is said
    RolloutSettings settings(int usualGroup, Grpo.Schedule usualSchedule) {
        int size = group == null ? usualGroup : group;
        int most = maxNewTokens == null ? MAX_NEW_TOKENS : maxNewTokens;
        return new RolloutSettings(WrongUsage.unless(
                () -> AnswerRule.named(check == null ? "words" : check)),
                rewardModel == null ? null : rewardModel.toString(), size, most,
                new Grpo.Schedule(passes == null ? usualSchedule.passes() : passes,
                        rows == null ? usualSchedule.rows() : rows));
    }

    /// @throws IllegalArgumentException if an option is given that differs from the training that
    ///         is to be resumed
    void requireAgreement(RolloutSettings stored) {
        TrainingOptions.requireSame("--check", check == null ? null : AnswerRule.named(check),
                stored.check());
        TrainingOptions.requireSame("--reward-model",
                rewardModel == null ? null : rewardModel.toString(),
                stored.rewardModel() == null ? "none" : stored.rewardModel());
        TrainingOptions.requireSame("--group", group, stored.group());
        TrainingOptions.requireSame("--max-new-tokens", maxNewTokens, stored.maxNewTokens());
        TrainingOptions.requireSame("--passes", passes, stored.schedule().passes());
        TrainingOptions.requireSame("--rows", rows, stored.schedule().rows());
    }
}
