package llm.train;

import llm.tensor.Tensor;

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

    /// How many tokens the batch has to be read, for the speed that is shown.
    default long tokens(B batch) {
        return targets(batch);
    }
}
