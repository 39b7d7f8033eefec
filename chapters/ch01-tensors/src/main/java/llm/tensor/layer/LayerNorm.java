package llm.tensor.layer;

import llm.tensor.Parameter;
import llm.tensor.Tensor;
import llm.tensor.op.Normalization;

/// Shifts and scales each vector to mean 0 and variance 1, then by trainable amounts.
/// Source: Ba et al. (2016), "Layer normalization".
public final class LayerNorm extends Norm {
    private final Parameter weight;                          // (embDim)
    private final Parameter bias;                            // (embDim)
    private final double epsilon;

    public LayerNorm(int embDim, double epsilon) {
        this.weight = parameter("weight", Tensor.ones(embDim));
        this.bias = parameter("bias", Tensor.zeros(embDim));
        this.epsilon = epsilon;
    }

    @Override
    public Tensor forward(Tensor x) {
        return Normalization.layerNorm(x, weight, bias, epsilon);
    }

    /// `(embDim)`
    public Parameter weight() {
        return weight;
    }

    /// `(embDim)`
    public Parameter bias() {
        return bias;
    }
}
