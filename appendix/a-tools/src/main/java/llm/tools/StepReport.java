package llm.tools;

import java.io.PrintWriter;
import java.util.Locale;
import llm.pretrain.Trainer;
import llm.pretrain.TrainingLog;

/// What a training tells while it runs.
final class StepReport {
    private final Trainer trainer;
    private final PrintWriter err;
    private double validationLoss = Double.NaN;

    StepReport(Trainer trainer, PrintWriter err) {
        this.trainer = trainer;
        this.err = err;
    }

    /// The words beside the progress bar.
    String note(TrainingLog.Row row) {
        if (!Double.isNaN(row.validationLoss())) {
            validationLoss = row.validationLoss();
        }
        String validation = Double.isNaN(validationLoss) ? ""
                : String.format(Locale.ROOT, ", validation %.3f", validationLoss);
        return String.format(Locale.ROOT, "loss %.3f%s, %,.0f tokens/s", row.trainingLoss(),
                validation, row.tokensPerSecond());
    }

    /// Some text by the model as it is now, where a step was evaluated.
    void showSample(TrainingLog.Row row) {
        if (Double.isNaN(row.validationLoss()) || trainer.finished()) {
            return;
        }
        err.printf("step %,d: validation loss %.3f%n", row.step(), row.validationLoss());
    }
}
