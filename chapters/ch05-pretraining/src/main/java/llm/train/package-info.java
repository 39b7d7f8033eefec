/// The loop that trains everything in this book: pretraining here, and in later chapters
/// classifiers, assistants and preferences.
///
/// A *batch* holds *targets*, what the objective is measured on: tokens to be guessed, classes,
/// pairs of answers. A *step* is one update of the parameters.
///
/// Reading order: `Objective` (what is made smaller), `TrainingStep` (one update),
/// `LearningRateSchedule`, `TrainingConfig`, `Learner` and `TrainingData` (who learns from what),
/// `Trainer` (the loop) and `TrainingListener`; `TrainingLog`, `LossChart`, `Evaluation`;
/// `Checkpoint` with `Settings`, and `StagedFolder` (all files or none).
@NullMarked
package llm.train;

import org.jspecify.annotations.NullMarked;
