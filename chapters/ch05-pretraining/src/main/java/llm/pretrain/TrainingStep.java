package llm.pretrain;

import java.util.List;
import llm.model.LanguageModel;
import llm.tensor.Parameter;
import llm.tensor.Scope;
import llm.tensor.Tensor;
import llm.tensor.optim.GradientClip;
import llm.tensor.optim.Optimizer;
import llm.text.dataset.Batch;

/// One update of a model: loss, gradients, clipping, optimizer.
///
/// @param model        what learns
/// @param parameters   what of it changes
/// @param optimizer    how
/// @param gradientClip largest norm of all gradients together; infinite for no limit
public record TrainingStep(LanguageModel model, List<Parameter> parameters, Optimizer optimizer,
                           double gradientClip) {

    /// What a step saw.
    ///
    /// @param loss         mean cross-entropy before the update, in nats per token
    /// @param gradientNorm norm of all gradients before clipping
    public record Result(double loss, double gradientNorm) {
    }

    /// Learns from some batches as if they were one; with several, gradients accumulate.
    ///
    /// @throws IllegalStateException if loss or gradient is not a finite number; the parameters
    ///         are then as they were before
    public Result run(List<Batch> batches, double learningRate) {
        optimizer.zeroGrad();
        double loss = 0;
        for (Batch batch : batches) {
            loss += backward(batch, 1.0 / batches.size());
        }
        double norm = GradientClip.byGlobalNorm(parameters, gradientClip);
        if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
            throw new IllegalStateException(("loss and gradient must be finite numbers, got "
                    + "loss=%s, gradient norm=%s at learning rate %s; a smaller learning rate or "
                    + "a longer warm-up usually helps").formatted(loss, norm, learningRate));
        }
        optimizer.learningRate(learningRate);
        optimizer.step();
        return new Result(loss, norm);
    }

    /// Adds the batch's share of the gradient, and returns its share of the loss.
    private double backward(Batch batch, double share) {
        try (Scope _ = Scope.open()) {
            Tensor loss = model.loss(batch.inputs(), batch.targets());
            Tensor part = share == 1 ? loss : loss.mul(share);
            part.backward();
            return part.item();
        }
    }
}
