package llm.train;

import java.util.function.Supplier;
import llm.tensor.Autograd;
import llm.tensor.Scope;
import llm.tensor.layer.Layer;
import llm.text.dataset.BatchSource;
import llm.text.dataset.BatchSource.Position;

/// How well a model does on what it was not trained on.
public final class Evaluation {

    private Evaluation() {
    }

    /// Mean loss of all targets in an epoch, with dropout off. Model and source are then as they
    /// were.
    public static <B> double meanLoss(Layer model, Objective<B> objective, BatchSource<B> source) {
        Position position = source.position();
        try {
            return withoutDropout(model, () -> meanLoss(objective, source));
        } finally {
            source.restore(position);
        }
    }

    /// Computes something with dropout off; the model's mode is then as it was.
    public static <T> T withoutDropout(Layer model, Supplier<T> computation) {
        boolean training = model.training();
        model.eval();
        try {
            return computation.get();
        } finally {
            if (training) {
                model.train();
            }
        }
    }

    private static <B> double meanLoss(Objective<B> objective, BatchSource<B> source) {
        double sum = 0;
        long targets = 0;
        source.restore(Position.START);
        while (source.position().epoch() == 0) {
            B batch = source.next();
            long own = objective.targets(batch);
            if (own > 0) {
                sum += meanLoss(objective, batch, own) * own;
                targets += own;
            }
        }
        if (targets == 0) {
            throw new IllegalArgumentException(
                    "an evaluation must have a target that counts, got none");
        }
        return sum / targets;
    }

    private static <B> double meanLoss(Objective<B> objective, B batch, long targets) {
        try (Scope _ = Scope.open()) {
            return Autograd.noGrad(() -> objective.loss(batch).mul(1.0 / targets)).item();
        }
    }

    /// `e` to the power of a loss in nats: among how many equally likely tokens the model is torn.
    public static double perplexity(double loss) {
        return Math.exp(loss);
    }
}
