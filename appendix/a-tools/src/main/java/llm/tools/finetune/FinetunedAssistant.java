package llm.tools.finetune;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import llm.tools.train.TrainingSettings;

/// What the training of an assistant gave.
///
/// @param validationLoss in nats per token of an answer
/// @param learning       parameters that learned
/// @param cut            instructions whose answers did not fit whole
/// @param dropped        instructions of which no answer fitted
public record FinetunedAssistant(String folder, int steps, double trainingLoss,
                                 double validationLoss, long learning, int cut, int dropped)
        implements FinetuneFlow.Result {
    private static final String FILE = "result.json";

    void write(Path folder) throws IOException {
        TrainingSettings.write(this, folder.resolve(FILE));
    }

    /// The result of a training that has come to its end.
    static Optional<FinetunedAssistant> in(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        return Files.exists(file)
                ? Optional.of(TrainingSettings.read(file, FinetunedAssistant.class))
                : Optional.empty();
    }

    @Override
    public void print(PrintWriter out) {
        out.printf("%,d steps: validation loss %.3f, in %s%n", steps, validationLoss, folder);
    }
}
