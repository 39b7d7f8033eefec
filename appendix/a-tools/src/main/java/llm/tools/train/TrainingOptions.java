package llm.tools.train;

import llm.tools.cli.Bounds;
import llm.tools.cli.WrongUsage;
import llm.train.LearningRateSchedule;
import llm.train.TrainingConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How to train: a mixin. What is not given is as usual for what is trained, or, when a training is
/// resumed, as in that training.
public final class TrainingOptions {
    @Bounds(from = 1, to = 65_536)
    @Option(names = "--batch", paramLabel = "N", description = "Examples of a batch.")
    private @Nullable Integer batch;

    @Bounds(from = 1, to = Bounds.MANY)
    @Option(names = "--steps", paramLabel = "N", description = "Updates in all.")
    private @Nullable Integer steps;

    @Bounds(from = 0, to = 1e6, above = true)
    @Option(names = "--epochs", paramLabel = "N",
            description = "Passes over the data, where --steps is not given.")
    private @Nullable Double epochs;

    @Bounds(from = 0, to = 100, above = true)
    @Option(names = "--lr", paramLabel = "R", description = "Largest learning rate.")
    private @Nullable Double learningRate;

    @Bounds(from = 0, to = Bounds.MANY)
    @Option(names = "--warmup", paramLabel = "N",
            description = "Steps up to it (default: a tenth of the steps, at most "
                    + LearningRateSchedule.LONGEST_WARMUP + ").")
    private @Nullable Integer warmup;

    @Bounds(from = 0, to = 100)
    @Option(names = "--weight-decay", paramLabel = "D", description = "Pull of matrices towards 0.")
    private @Nullable Double weightDecay;

    @Bounds(from = 0, to = 1e9, above = true)
    @Option(names = "--grad-clip", paramLabel = "N",
            description = "Largest norm of the gradient (default "
                    + TrainingConfig.GRADIENT_CLIP + ").")
    private @Nullable Double gradientClip;

    @Bounds(from = 1, to = 16_384)
    @Option(names = "--accumulate", paramLabel = "N",
            description = "Batches that make up one step (default 1).")
    private @Nullable Integer accumulate;

    @Option(names = "--seed", paramLabel = "S",
            description = "Seed of weights and order (default 1).")
    private @Nullable Long seed;

    @Bounds(from = 0, to = Bounds.MANY)
    @Option(names = "--eval-every", paramLabel = "N",
            description = "Steps between evaluations; 0 for one at the end (default: a tenth of "
                    + "the steps).")
    private @Nullable Integer evalEvery;

    @Bounds(from = 0, to = Bounds.MANY)
    @Option(names = "--save-every", paramLabel = "N",
            description = "Steps between checkpoints; 0 for none but at Ctrl-C (default 0).")
    private @Nullable Integer saveEvery;

    @Bounds(from = 0, to = Bounds.MANY)
    @Option(names = "--patience", paramLabel = "N",
            description = "End the training after so many evaluations without a better one, and "
                    + "write the best model; 0 for never (default 0).")
    private @Nullable Integer patience;

    @Mixin
    private MemorySavingOptions memory = new MemorySavingOptions();

    /// What is usual for what is trained.
    public record Usual(int batch, double epochs, double learningRate, double weightDecay) {}

    /// The settings of a new training.
    ///
    /// @param examples that are there
    public TrainingSettings settings(Usual usual, double examples) {
        int size = or(batch, usual.batch);
        int batches = or(accumulate, 1);
        int updates = or(steps, updates(usual, examples / Math.max(1L, (long) size * batches)));
        return new TrainingSettings(size, updates, or(learningRate, usual.learningRate),
                or(warmup, LearningRateSchedule.defaultWarmup(updates)),
                or(weightDecay, usual.weightDecay),
                or(gradientClip, TrainingConfig.GRADIENT_CLIP), batches, seed(),
                or(evalEvery, TrainingConfig.defaultEvalEvery(updates)), or(saveEvery, 0),
                or(patience, 0), memory.saving());
    }

    private int updates(Usual usual, double perEpoch) {
        long updates = Math.max(1, Math.round(or(epochs, usual.epochs) * perEpoch));
        if (updates > Bounds.MANY) {
            throw new WrongUsage("--epochs must make at most %.0f steps, got %d.".formatted(
                    Bounds.MANY, updates));
        }
        return (int) updates;
    }

    /// The seed of a new training.
    public long seed() {
        return or(seed, 1L);
    }

    /// @param asked what these options would give a new training on the same data
    /// @throws WrongUsage if an option is given that differs from the training that is resumed
    public void requireAgreement(TrainingSettings stored, TrainingSettings asked) {
        requireSame("--batch", batch, stored.batch());
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
        memory.requireAgreement(stored.memory());
    }

    /// @throws WrongUsage if an option is given and its value is not the stored one
    public static void requireSame(String option, @Nullable Object given, Object stored) {
        if (given != null && !given.equals(stored)) {
            throw new WrongUsage("A resumed training must keep its settings, "
                    + option + " " + stored + ", got " + given + ".");
        }
    }

    private static <T> T or(@Nullable T given, T otherwise) {
        return given != null ? given : otherwise;
    }
}
