package llm.tensor.layer;

import llm.tensor.Parameter;
import llm.tensor.Tensor;
import llm.tensor.op.Normalization;

/// Scales each vector to root mean square 1, then by a trainable amount.
/// Source: Zhang and Sennrich (2019), "Root mean square layer normalization".
public final class RmsNorm extends Module {
    private final Parameter weight;                          // (embDim)
    private final double epsilon;

    public RmsNorm(int embDim, double epsilon) {
        this.weight = parameter("weight", Tensor.ones(embDim));
        this.epsilon = epsilon;
    }

    /// @param x `(..., embDim)`
    /// @return `(..., embDim)`
    public Tensor forward(Tensor x) {
        return Normalization.rmsNorm(x, weight, 0, epsilon);
    }

    public Parameter weight() {
        return weight;
    }
}
