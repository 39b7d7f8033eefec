package llm.train;

/// How a training goes, whatever it is that learns.
///
/// @param schedule     learning rates, and how many steps there are
/// @param gradientClip largest norm of all gradients together; infinite for no limit
/// @param accumulate   batches that make up one step
/// @param evalEvery    steps between evaluations; 0 for none but after the last step
/// @param saveEvery    steps between checkpoints; 0 for none but when asked to stop
/// @param patience     evaluations without a better one after which the training ends; 0 for never
public record TrainingConfig(LearningRateSchedule schedule, double gradientClip, int accumulate,
                             int evalEvery, int saveEvery, int patience) {
    /// What language models are usually trained with (Brown et al., 2020, appendix B).
    public static final double GRADIENT_CLIP = 1;
    /// How often a training is evaluated.
    public static final int EVALUATIONS = 10;

    public TrainingConfig {
        if (accumulate < 1 || evalEvery < 0 || saveEvery < 0 || patience < 0) {
            throw new IllegalArgumentException(("accumulate must be 1 or more, evalEvery, saveEvery "
                    + "and patience 0 or more, got %d, %d, %d and %d")
                    .formatted(accumulate, evalEvery, saveEvery, patience));
        }
        if (!(gradientClip > 0)) {
            throw new IllegalArgumentException(
                    "gradientClip must be above 0, got " + gradientClip);
        }
    }

    /// A training that is evaluated [#EVALUATIONS] times and goes to the end of its schedule.
    public static TrainingConfig of(LearningRateSchedule schedule) {
        return new TrainingConfig(schedule, GRADIENT_CLIP, 1, defaultEvalEvery(schedule.steps()), 0,
                0);
    }

    /// Steps between evaluations, so that there are [#EVALUATIONS] in all.
    public static int defaultEvalEvery(int steps) {
        return Math.max(1, steps / EVALUATIONS);
    }

    public TrainingConfig withGradientClip(double norm) {
        return new TrainingConfig(schedule, norm, accumulate, evalEvery, saveEvery, patience);
    }

    public TrainingConfig withAccumulate(int batches) {
        return new TrainingConfig(schedule, gradientClip, batches, evalEvery, saveEvery, patience);
    }

    public TrainingConfig withEvalEvery(int steps) {
        return new TrainingConfig(schedule, gradientClip, accumulate, steps, saveEvery, patience);
    }

    public TrainingConfig withSaveEvery(int steps) {
        return new TrainingConfig(schedule, gradientClip, accumulate, evalEvery, steps, patience);
    }

    public TrainingConfig withPatience(int evaluations) {
        return new TrainingConfig(schedule, gradientClip, accumulate, evalEvery, saveEvery,
                evaluations);
    }

    /// What a training that goes on must find again. How often it is saved may change.
    Settings settings() {
        return new Settings()
                .with("maxRate", schedule.maxRate())
                .with("minRate", schedule.minRate())
                .with("warmupSteps", schedule.warmupSteps())
                .with("steps", schedule.steps())
                .with("stableSteps", schedule.stableSteps(), 0)
                .with("decay", schedule.decay(), LearningRateSchedule.Decay.COSINE)
                .with("gradientClip", gradientClip)
                .with("accumulate", accumulate)
                .with("evalEvery", evalEvery)
                .with("patience", patience, 0);
    }
}
