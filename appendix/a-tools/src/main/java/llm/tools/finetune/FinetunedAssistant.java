package llm.tools.finetune;

import java.io.PrintWriter;

/// What the training of an assistant gave.
///
/// @param validationLoss in nats per token of an answer
/// @param learning       parameters that learned
/// @param cut            instructions whose answers did not fit whole
/// @param dropped        instructions of which no answer fitted
public record FinetunedAssistant(String folder, int steps, double trainingLoss,
                                 double validationLoss, long learning, int cut, int dropped)
        implements FinetuneFlow.Result {
    @Override
    public void print(PrintWriter out) {
        out.printf("%,d steps: validation loss %.3f, in %s%n", steps, validationLoss, folder);
    }
}
