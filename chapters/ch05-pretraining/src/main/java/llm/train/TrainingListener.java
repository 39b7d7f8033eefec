package llm.train;

/// Hears how a training goes.
public interface TrainingListener {

    /// A step is done; `row` has a validation loss if it was evaluated.
    default void onStep(TrainingLog.Row row) {
    }

    /// The validation loss was never as low; `trainer` stands between two steps.
    default void onBest(Trainer<?> trainer) {
    }

    /// A checkpoint is due; `trainer` stands between two steps.
    default void onCheckpoint(Trainer<?> trainer) {
    }

    /// Hears nothing.
    static TrainingListener silent() {
        return new TrainingListener() {
        };
    }
}
