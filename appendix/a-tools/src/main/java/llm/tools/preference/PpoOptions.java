package llm.tools.preference;

import java.nio.file.Path;
import llm.preference.policy.AdvantageEstimator;
import llm.preference.policy.ClippedRatio;
import llm.preference.policy.Grpo;
import llm.preference.policy.Kl;
import llm.preference.policy.Ppo;
import llm.preference.policy.TokenRewards;
import llm.preference.policy.ValueLoss;
import llm.tools.cli.Bounds;
import llm.tools.cli.WrongUsage;
import llm.tools.finetune.AssistantOptions;
import llm.tools.train.TrainingOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How PPO goes: a mixin. What is not given is as usual, or, when a training is resumed, as in that
/// training.
final class PpoOptions {
    private static final TrainingOptions.Usual USUAL = new TrainingOptions.Usual(64, 1, 1e-4, 0);
    private static final Ppo.Terms TERMS = Ppo.Terms.usual();
    private static final int GROUP = 1;
    private static final Grpo.Schedule SCHEDULE = new Grpo.Schedule(4, 0);

    @Mixin
    private AssistantOptions assistant = new AssistantOptions();

    @Mixin
    private RolloutOptions rollouts = new RolloutOptions();

    @Bounds(from = 0, to = 1e6)
    @Option(names = "--kl-price", paramLabel = "P",
            description = "Price of a nat of KL to the model as it began (default 0.05).")
    private @Nullable Double price;

    @Option(names = "--kl", paramLabel = "K",
            description = "How the KL is estimated: k1, k2 or k3 (default k1).")
    private @Nullable String kl;

    @Bounds(from = 0, to = 1)
    @Option(names = "--gamma", paramLabel = "G",
            description = "What a reward is worth one token earlier (default 1).")
    private @Nullable Double gamma;

    @Bounds(from = 0, to = 1)
    @Option(names = "--lambda", paramLabel = "L",
            description = "How far surprises reach back (default 0.95).")
    private @Nullable Double lambda;

    @Bounds(from = 0, to = 1e6, above = true)
    @Option(names = "--clip", paramLabel = "E",
            description = "How far a ratio may move (default 0.2).")
    private @Nullable Double clip;

    @Bounds(from = 0, to = 1e6, above = true)
    @Option(names = "--value-clip", paramLabel = "E",
            description = "How far a value may move (default 0.2).")
    private @Nullable Double valueClip;

    @Bounds(from = 0, to = 1e6)
    @Option(names = "--value-weight", paramLabel = "W",
            description = "Weight of the critic's loss (default 0.1).")
    private @Nullable Double valueWeight;

    /// @throws IllegalArgumentException if a new training lacks what it begins with
    void requireSource() {
        assistant.requireSource();
        if (!assistant.settings().recipe().equals("gpt")) {
            throw new WrongUsage("--recipe must be gpt, got "
                    + assistant.settings().recipe() + ": PPO moves two models with AdamW.");
        }
        terms();
        answers();
    }

    private RolloutSettings answers() {
        return rollouts.settings(GROUP, SCHEDULE);
    }

    private Ppo.Terms terms() {
        double bound = or(clip, TERMS.clip().low());
        return new Ppo.Terms(new TokenRewards(or(price, TERMS.rewards().price()),
                PreferOptions.named(Kl.class, "--kl", kl == null ? "k1" : kl),
                TERMS.rewards().place()),
                new AdvantageEstimator(or(gamma, TERMS.advantages().gamma()),
                        or(lambda, TERMS.advantages().lambda())),
                new ClippedRatio(bound, bound), new ValueLoss(or(valueClip, TERMS.values().clip())),
                or(valueWeight, TERMS.valueWeight()));
    }

    private static double or(@Nullable Double given, double otherwise) {
        return given != null ? given : otherwise;
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
    PpoSettings settings(int prompts) {
        return new PpoSettings(assistant.settings(), answers(), terms(),
                assistant.training().settings(USUAL, prompts));
    }

    /// @throws IllegalArgumentException if an option is given that differs from the training that
    ///         is to be resumed
    void requireAgreement(PpoSettings stored, int prompts) {
        assistant.requireAgreement(stored.base());
        rollouts.requireAgreement(stored.rollouts());
        Ppo.Terms then = stored.terms();
        TrainingOptions.requireSame("--kl-price", price, then.rewards().price());
        TrainingOptions.requireSame("--kl", kl == null ? null : terms().rewards().kl(),
                then.rewards().kl());
        TrainingOptions.requireSame("--gamma", gamma, then.advantages().gamma());
        TrainingOptions.requireSame("--lambda", lambda, then.advantages().lambda());
        TrainingOptions.requireSame("--clip", clip, then.clip().low());
        TrainingOptions.requireSame("--value-clip", valueClip, then.values().clip());
        TrainingOptions.requireSame("--value-weight", valueWeight, then.valueWeight());
        assistant.training().requireAgreement(stored.training(),
                assistant.training().settings(USUAL, prompts));
    }
}
