package llm.tools.finetune;

import java.io.PrintWriter;
import java.util.List;
import llm.classify.ConfusionMatrix;
import llm.classify.Labels;

/// What the training of a classifier gave.
///
/// @param accuracy  shares of texts whose class is told, 0 to 1
/// @param loss      on the validation texts, in nats per text
/// @param labels    the classes
/// @param confusion test texts: `[class][taken for]`
/// @param learning  parameters that learned
/// @param cut       training texts that were too long and were cut
public record FinetunedClassifier(String folder, int steps, Shares accuracy, double loss,
                           List<String> labels, long[][] confusion, long learning, int cut)
        implements FinetuneFlow.Result {
    public record Shares(double training, double validation, double test) {}

    @Override
    public void print(PrintWriter out) {
        out.print(new ConfusionMatrix(new Labels(labels), confusion));
        out.printf("Right: %.2f %% of the training, %.2f %% of the validation, %.2f %% of the test "
                + "texts. In %s%n", 100 * accuracy.training, 100 * accuracy.validation,
                100 * accuracy.test, folder);
    }
}
