/// Chapter 5: pretraining, from a text to a model that has learned from it, and model folders as
/// the rest of the world has them.
///
/// Dimensions: `batch` sequences of `tokens`; a *step* is one update of the parameters.
///
/// Reading order: `LearningRateSchedule`, `TrainingStep`, `TrainingConfig`, `Trainer`,
/// `TrainingLog`, `LossChart`, `Evaluation`, `Perplexity`, `Checkpoint`; `Preset`, `Plan`; then
/// `GptConfigJson`, `GptWeights`, `StagedFolder`, `ModelFolder`.
@NullMarked
package llm.pretrain;

import org.jspecify.annotations.NullMarked;
