package llm.pretrain;

import llm.model.DecoderModel;
import llm.tensor.Autograd;
import llm.tensor.Scope;
import llm.text.dataset.Batch;
import llm.text.dataset.DataLoader;

/// How well a model predicts text that it was not trained on.
public final class Evaluation {

    private Evaluation() {
    }

    /// Mean cross-entropy over the first batches of a loader, in nats per token, with dropout off.
    /// Model and loader are then as they were.
    ///
    /// @param maxBatches how many; 0 for all
    public static double meanLoss(DecoderModel model, DataLoader loader, int maxBatches) {
        boolean training = model.training();
        DataLoader.Position position = loader.position();
        model.eval();
        loader.restore(new DataLoader.Position(0, 0));
        double sum = 0;
        long tokens = 0;
        int batches = 0;
        for (Batch batch : loader) {
            sum += loss(model, batch) * batch.inputs().count();
            tokens += batch.inputs().count();
            if (++batches == maxBatches) {
                break;
            }
        }
        loader.restore(position);
        if (training) {
            model.train();
        }
        return sum / tokens;
    }

    /// `e` to the power of a loss: among how many equally likely tokens the model is torn.
    public static double perplexity(double loss) {
        return Math.exp(loss);
    }

    private static double loss(DecoderModel model, Batch batch) {
        try (Scope _ = Scope.open()) {
            return Autograd.noGrad(() -> model.loss(batch.inputs(), batch.targets())).item();
        }
    }
}
