package llm.tensor.layer;

import llm.tensor.Tensor;

/// A layer that brings each vector to a standard size, so that deep models stay trainable.
public abstract sealed class Norm extends Layer permits LayerNorm, RmsNorm {

    /// @param x `(..., embDim)`
    /// @return `(..., embDim)`
    public abstract Tensor forward(Tensor x);
}
