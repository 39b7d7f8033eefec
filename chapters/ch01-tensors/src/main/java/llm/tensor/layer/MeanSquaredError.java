package llm.tensor.layer;

import llm.tensor.Tensor;

/// Mean of the squared differences.
public final class MeanSquaredError {

    /// @param prediction `(...)`
    /// @param target     of the same shape
    /// @return the loss, `()`
    public Tensor loss(Tensor prediction, Tensor target) {
        if (!prediction.shape().equals(target.shape())) {
            throw new IllegalArgumentException("prediction and target must have one shape, got "
                    + prediction.shape() + " and " + target.shape());
        }
        return prediction.sub(target).square().mean();
    }
}
