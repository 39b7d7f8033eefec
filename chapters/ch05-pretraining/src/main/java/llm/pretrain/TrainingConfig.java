package llm.pretrain;

import llm.tensor.optim.AdamConfig;

/// How to train.
///
/// @param schedule     learning rates, and how many steps there are
/// @param adam         how long the optimizer remembers
/// @param weightDecay  pull of matrices and embeddings towards 0
/// @param gradientClip largest norm of all gradients together
/// @param accumulate   batches that make up one step
/// @param evalEvery    steps between evaluations; 0 for none but after the last step
/// @param evalBatches  batches of an evaluation; 0 for all
/// @param saveEvery    steps between checkpoints; 0 for none but when asked to stop
public record TrainingConfig(LearningRateSchedule schedule, AdamConfig adam, double weightDecay,
                             double gradientClip, int accumulate, int evalEvery, int evalBatches,
                             int saveEvery) {
    /// What language models are usually trained with (Brown et al., 2020, appendix B).
    public static final double WEIGHT_DECAY = 0.1;
    /// Likewise.
    public static final double GRADIENT_CLIP = 1;
    /// How often a training is evaluated.
    public static final int EVALUATIONS = 10;

    public TrainingConfig {
        if (accumulate < 1 || evalEvery < 0 || evalBatches < 0 || saveEvery < 0) {
            throw new IllegalArgumentException(("accumulate must be 1 or more, evalEvery, "
                    + "evalBatches and saveEvery 0 or more, got %d, %d, %d and %d")
                    .formatted(accumulate, evalEvery, evalBatches, saveEvery));
        }
        if (!(gradientClip > 0) || !(weightDecay >= 0)) {
            throw new IllegalArgumentException("gradientClip must be above 0 and weightDecay 0 or "
                    + "more, got " + gradientClip + " and " + weightDecay);
        }
    }

    /// Settings that suit small models on a CPU.
    public static TrainingConfig of(LearningRateSchedule schedule) {
        return new TrainingConfig(schedule, AdamConfig.LANGUAGE_MODEL, WEIGHT_DECAY,
                GRADIENT_CLIP, 1, defaultEvalEvery(schedule.steps()), 8, 0);
    }

    /// Steps between evaluations, so that there are [#EVALUATIONS] in all.
    public static int defaultEvalEvery(int steps) {
        return Math.max(1, steps / EVALUATIONS);
    }

    public TrainingConfig withAccumulate(int batches) {
        return new TrainingConfig(schedule, adam, weightDecay, gradientClip, batches, evalEvery,
                evalBatches, saveEvery);
    }

    public TrainingConfig withEvaluation(int every, int batches) {
        return new TrainingConfig(schedule, adam, weightDecay, gradientClip, accumulate, every,
                batches, saveEvery);
    }

    public TrainingConfig withSaveEvery(int steps) {
        return new TrainingConfig(schedule, adam, weightDecay, gradientClip, accumulate, evalEvery,
                evalBatches, steps);
    }
}
