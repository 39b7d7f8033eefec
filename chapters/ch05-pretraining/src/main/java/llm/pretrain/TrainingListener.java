package llm.pretrain;

/// Hears how a training goes.
public interface TrainingListener {

    /// A step is done; `row` has a validation loss if it was evaluated.
    default void onStep(TrainingLog.Row row) {
    }

    /// A checkpoint is due; `trainer` stands between two steps.
    default void onCheckpoint(Trainer trainer) {
    }

    /// Hears nothing.
    static TrainingListener silent() {
        return new TrainingListener() {
        };
    }
}
