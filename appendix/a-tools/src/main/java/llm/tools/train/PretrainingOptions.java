package llm.tools.train;

import llm.pretrain.Preset;
import llm.pretrain.Pretraining;
import llm.train.LearningRateSchedule;
import llm.train.TrainingConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How to pretrain: a mixin. What is not given comes from the preset, or, when a training is
/// resumed, from that training.
final class PretrainingOptions {
    @Option(names = "--preset", paramLabel = "NAME",
            description = Preset.NAMES + " (default tiny).")
    private @Nullable String preset;

    @Option(names = "--batch", paramLabel = "N", description = "Examples of a batch.")
    private @Nullable Integer batch;

    @Option(names = "--context", paramLabel = "N", description = "Tokens of an example.")
    private @Nullable Integer context;

    @Option(names = "--steps", paramLabel = "N", description = "Updates in all.")
    private @Nullable Integer steps;

    @Option(names = "--epochs", paramLabel = "N",
            description = "Passes over the data, where --steps is not given (default 1).")
    private @Nullable Double epochs;

    @Option(names = "--lr", paramLabel = "R", description = "Largest learning rate.")
    private @Nullable Double learningRate;

    @Option(names = "--warmup", paramLabel = "N",
            description = "Steps up to it (default: a tenth of the steps, at most "
                    + LearningRateSchedule.LONGEST_WARMUP + ").")
    private @Nullable Integer warmup;

    @Option(names = "--weight-decay", paramLabel = "D",
            description = "Pull of matrices towards 0 (default "
                    + Pretraining.WEIGHT_DECAY + ").")
    private @Nullable Double weightDecay;

    @Option(names = "--grad-clip", paramLabel = "N",
            description = "Largest norm of the gradient (default "
                    + TrainingConfig.GRADIENT_CLIP + ").")
    private @Nullable Double gradientClip;

    @Option(names = "--accumulate", paramLabel = "N",
            description = "Batches that make up one step (default 1).")
    private @Nullable Integer accumulate;

    @Option(names = "--seed", paramLabel = "S",
            description = "Seed of weights and order (default 1).")
    private @Nullable Long seed;

    @Option(names = "--eval-every", paramLabel = "N",
            description = "Steps between evaluations; 0 for one at the end (default: a tenth of "
                    + "the steps).")
    private @Nullable Integer evalEvery;

    @Option(names = "--save-every", paramLabel = "N",
            description = "Steps between checkpoints; 0 for none but at Ctrl-C (default 0).")
    private @Nullable Integer saveEvery;

    @Option(names = "--patience", paramLabel = "N",
            description = "End the training after so many evaluations without a better one, and "
                    + "write the best model; 0 for never (default 0).")
    private @Nullable Integer patience;

    @Option(names = "--smear",
            description = "Let each token see the one before: learns faster, but only this book "
                    + "can load what is saved.")
    private boolean smear;

    @Mixin
    private MemorySavingOptions memory = new MemorySavingOptions();

    Preset preset() {
        return preset != null ? Preset.named(preset) : Preset.DEFAULT;
    }

    /// The settings of a new training.
    ///
    /// @param tokens in the training part of the data
    PretrainingSettings settings(long tokens) {
        Preset chosen = preset();
        int length = or(context, chosen.config().contextLength());
        int examples = or(batch, chosen.batch());
        int batches = or(accumulate, 1);
        int updates = or(steps, updates(tokens, (long) length * examples * batches));
        return new PretrainingSettings(chosen.name(), length, examples, updates,
                or(learningRate, chosen.learningRate()),
                or(warmup, LearningRateSchedule.defaultWarmup(updates)),
                or(weightDecay, Pretraining.WEIGHT_DECAY),
                or(gradientClip, TrainingConfig.GRADIENT_CLIP), batches, or(seed, 1L),
                or(evalEvery, TrainingConfig.defaultEvalEvery(updates)), or(saveEvery, 0),
                or(patience, 0), memory.saving(), smear);
    }

    private int updates(long tokens, long tokensPerUpdate) {
        double passes = or(epochs, 1.0);
        if (!(passes > 0)) {
            throw new IllegalArgumentException("--epochs must be above 0, got " + passes + ".");
        }
        return Math.toIntExact(Math.max(1,
                Math.round(passes * tokens / Math.max(1, tokensPerUpdate))));
    }

    /// @throws IllegalArgumentException if an option is given that differs from the training that
    ///         is to be resumed
    void requireAgreement(PretrainingSettings stored, long tokens) {
        PretrainingSettings asked = settings(tokens);
        requireSame("--preset", preset, stored.preset());
        requireSame("--batch", batch, stored.batch());
        requireSame("--context", context, stored.context());
        requireSame("--steps", steps, stored.steps());
        requireSame("--epochs", epochs == null ? null : asked.steps() + " steps",
                stored.steps() + " steps");
        requireSame("--lr", learningRate, stored.learningRate());
        requireSame("--warmup", warmup, stored.warmup());
        requireSame("--weight-decay", weightDecay, stored.weightDecay());
        requireSame("--grad-clip", gradientClip, stored.gradientClip());
        requireSame("--accumulate", accumulate, stored.accumulate());
        requireSame("--seed", seed, stored.seed());
        requireSame("--eval-every", evalEvery, stored.evalEvery());
        requireSame("--save-every", saveEvery, stored.saveEvery());
        requireSame("--patience", patience, stored.patience());
        requireSame("--smear", smear ? true : null, stored.smear());
        memory.requireAgreement(stored.memory());
    }

    static void requireSame(String option, @Nullable Object given, Object stored) {
        if (given != null && !given.equals(stored)) {
            throw new IllegalArgumentException("A resumed training must keep its settings, "
                    + option + " " + stored + ", got " + given + ".");
        }
    }

    private static <T> T or(@Nullable T given, T otherwise) {
        return given != null ? given : otherwise;
    }
}
