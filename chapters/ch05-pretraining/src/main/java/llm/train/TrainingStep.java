package llm.train;

import java.util.Collection;
import java.util.List;
import llm.tensor.Parameter;
import llm.tensor.Scope;
import llm.tensor.Tensor;
import llm.tensor.optim.GradientClip;
import llm.tensor.optim.Optimizer;

/// One update of a model: loss, gradients, clipping, optimizer.
///
/// @param objective    what is made smaller
/// @param parameters   what changes
/// @param optimizer    how
/// @param gradientClip largest norm of all gradients together; infinite for no limit
public record TrainingStep<B>(Objective<B> objective, Collection<Parameter> parameters,
                              Optimizer optimizer, double gradientClip) {

    /// What a step saw.
    ///
    /// @param loss         mean loss of its targets before the update
    /// @param gradientNorm norm of all gradients before clipping
    public record Result(double loss, double gradientNorm) {
    }

    /// Learns from some batches as if they were one.
    ///
    /// @throws IllegalArgumentException if one of them has no target
    /// @throws IllegalStateException if loss or gradient is not a finite number; the parameters
    ///         are then as they were before
    public Result run(List<B> batches, double learningRate) {
        long targets = targets(batches);
        optimizer.zeroGrad();
        double loss = 0;
        for (B batch : batches) {
            loss += backward(batch, 1.0 / targets);
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

    private long targets(List<B> batches) {
        long all = 0;
        for (int i = 0; i < batches.size(); i++) {
            long targets = objective.targets(batches.get(i));
            if (targets < 1) {
                throw new IllegalArgumentException(("a batch must have a target that counts, got "
                        + "none in batch %d of %d of a step").formatted(i + 1, batches.size()));
            }
            all += targets;
        }
        return all;
    }

    /// Adds the batch's share of the gradient, and returns its share of the loss.
    private double backward(B batch, double weight) {
        try (Scope _ = Scope.open()) {
            Tensor share = objective.loss(batch).mul(weight);
            share.backward();
            return share.item();
        }
    }
}
