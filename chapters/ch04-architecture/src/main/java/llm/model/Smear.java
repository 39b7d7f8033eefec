package llm.model;

import llm.tensor.Operations;
import llm.tensor.Parameter;
import llm.tensor.Tensor;
import llm.tensor.layer.Layer;

/// Lets each token see the vector of the one before, value by value as much as is learned:
/// `yₜ = xₜ + w ⊙ xₜ₋₁`. Attention then finds a place by what stands before it, without a layer that
/// first brings the two together. Source: Peng et al. (2023), "RWKV", §3.1 (token shift).
public final class Smear extends Layer {
    private final Parameter weight;                          // (embDim)

    /// Begins with no smearing.
    public Smear(int embDim) {
        weight = parameter("weight", Tensor.zeros(embDim));
    }

    /// @param x      `(batch, tokens, embDim)`
    /// @param before the vector before the first token of each, `(batch, 1, embDim)`; 0 for none
    /// @return `(batch, tokens, embDim)`
    public Tensor forward(Tensor x, Tensor before) {
        Tensor previous = Operations.concat(1, before, x.slice(1, 0, x.size(1) - 1));
        return x.add(previous.mul(weight));                  // (batch, tokens, embDim)
    }

    /// `(embDim)`
    public Parameter weight() {
        return weight;
    }
}
