package llm.tensor.layer;

import llm.tensor.Parameter;
import llm.tensor.Tensor;
import llm.tensor.op.Normalization;

/// Scales each vector to root mean square 1, then by a trainable amount.
/// Source: Zhang and Sennrich (2019), "Root mean square layer normalization".
public final class RmsNorm extends Norm {
    private final Parameter weight;                          // (embDim)
    private final double epsilon;
    private final double shift;

    public RmsNorm(int embDim, double epsilon) {
        this(embDim, epsilon, 0);
    }

    /// @param shift is added to the weight: 1 where the weight is stored as its distance from 1
    ///              (Gemma), else 0
    public RmsNorm(int embDim, double epsilon, double shift) {
        this.weight = parameter("weight", Tensor.full(1 - shift, embDim));
        this.epsilon = epsilon;
        this.shift = shift;
    }

    @Override
    public Tensor forward(Tensor x) {
        return Normalization.rmsNorm(x, weight, shift, epsilon);
    }

    /// `(embDim)`
    public Parameter weight() {
        return weight;
    }
}
