package llm.train;

import llm.tensor.Tensor;
import llm.tensor.layer.Layer;
import llm.text.dataset.BatchSource;
import org.jspecify.annotations.Nullable;

/// What a training makes smaller: a loss over the targets of a batch, such as the tokens to be
/// guessed, the classes of texts, or pairs of answers.
///
/// The loss is a *sum*, and how many targets it is over is known before. A step divides by the
/// targets of all its batches together, so its gradient does not depend on how they were cut: a
/// mean of the batches' means would count the targets of a batch with few of them for more.
///
/// @param <B> a batch
public interface Objective<B> {

    /// How many targets count in this batch.
    long targets(B batch);

    /// The sum of their losses, in nats where it is a cross-entropy.
    ///
    /// @return `()`
    Tensor loss(B batch);

    /// How well a model does on what it does not learn from; less is better. It is the mean loss
    /// unless an objective knows something that says more, such as a reward.
    ///
    /// @param validation an epoch of it is looked at; null for none
    /// @return NaN where there is nothing to look at
    default double evaluate(Layer model, @Nullable BatchSource<B> validation) {
        return validation == null ? Double.NaN : Evaluation.meanLoss(model, this, validation);
    }

    /// How many tokens the batch has to be read, for the speed that is shown.
    default long tokens(B batch) {
        return targets(batch);
    }
}
