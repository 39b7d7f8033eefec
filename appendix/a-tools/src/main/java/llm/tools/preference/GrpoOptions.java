package llm.tools.preference;

import java.nio.file.Path;
import llm.preference.policy.ClippedRatio;
import llm.preference.policy.GroupAdvantages;
import llm.preference.policy.Grpo;
import llm.preference.policy.GrpoLoss;
import llm.preference.policy.GrpoLoss.Form;
import llm.tools.cli.Bounds;
import llm.tools.finetune.AssistantOptions;
import llm.tools.train.TrainingOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How GRPO goes: a mixin. What is not given is as usual, or, when a training is resumed, as in
/// that training.
final class GrpoOptions {
    private static final TrainingOptions.Usual USUAL = new TrainingOptions.Usual(16, 1, 3e-4, 0);
    private static final int GROUP = 8;

    @Mixin
    private AssistantOptions assistant = new AssistantOptions();

    @Mixin
    private RolloutOptions rollouts = new RolloutOptions();

    @Option(names = "--loss", paramLabel = "FORM",
            description = "What the mean is over: grpo (answers, and in each its tokens), dapo "
                    + "(all tokens) or dr_grpo (answers) (default grpo).")
    private @Nullable String form;

    @Bounds(from = 0, to = 1e6)
    @Option(names = "--beta", paramLabel = "B",
            description = "Price of a nat of KL to the model as it began (default 0: none).")
    private @Nullable Double beta;

    @Bounds(from = 0, to = 1e6, above = true)
    @Option(names = "--clip-low", paramLabel = "E",
            description = "How far a ratio may fall (default 0.2).")
    private @Nullable Double clipLow;

    @Bounds(from = 0, to = 1e6, above = true)
    @Option(names = "--clip-high", paramLabel = "E",
            description = "How far it may rise (default 0.2).")
    private @Nullable Double clipHigh;

    @Option(names = "--no-std", description = "Do not divide advantages by the group's deviation.")
    private boolean noDeviation;

    /// @throws IllegalArgumentException if a new training lacks what it begins with
    void requireSource() {
        assistant.requireSource();
        loss();
    }

    private RolloutSettings answers() {
        return rollouts.settings(GROUP, Grpo.Schedule.ONCE);
    }

    private GrpoLoss loss() {
        return new GrpoLoss(
                PreferOptions.named(Form.class, "--loss", form == null ? "grpo" : form),
                new ClippedRatio(clipLow == null ? ClippedRatio.USUAL.low() : clipLow,
                        clipHigh == null ? ClippedRatio.USUAL.high() : clipHigh),
                beta == null ? 0 : beta, answers().maxNewTokens());
    }

    Path data() {
        return assistant.data();
    }

    long seed() {
        return assistant.training().seed();
    }

    /// The settings of a new training.
    ///
    /// @param prompts to learn from
    GrpoSettings settings(int prompts) {
        return new GrpoSettings(assistant.settings(), answers(), loss(),
                new GroupAdvantages(!noDeviation, GroupAdvantages.USUAL.epsilon()),
                assistant.training().settings(USUAL, prompts));
    }

    /// @throws IllegalArgumentException if an option is given that differs from the training that
    ///         is to be resumed
    void requireAgreement(GrpoSettings stored, int prompts) {
        assistant.requireAgreement(stored.base());
        rollouts.requireAgreement(stored.rollouts());
        TrainingOptions.requireSame("--loss", form == null ? null : loss().form(),
                stored.loss().form());
        TrainingOptions.requireSame("--beta", beta, stored.loss().beta());
        TrainingOptions.requireSame("--clip-low", clipLow, stored.loss().clip().low());
        TrainingOptions.requireSame("--clip-high", clipHigh, stored.loss().clip().high());
        TrainingOptions.requireSame("--no-std", noDeviation ? true : null,
                !stored.advantages().byDeviation());
        assistant.training().requireAgreement(stored.training(),
                assistant.training().settings(USUAL, prompts));
    }
}
