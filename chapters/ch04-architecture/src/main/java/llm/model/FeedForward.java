package llm.model;

import llm.tensor.Tensor;
import llm.tensor.layer.Initializer;
import llm.tensor.layer.Linear;
import llm.tensor.layer.Module;

/// Works on each token by itself: four times as wide inside, with GELU between.
/// Source: Radford et al. (2018), §4.1.
public final class FeedForward extends Module {
    private final Linear expand;                             // embDim → ffDim
    private final Linear contract;                           // ffDim → embDim

    public FeedForward(int embDim, int ffDim, Initializer initializer) {
        expand = child("expand", new Linear(embDim, ffDim, true, initializer));
        contract = child("contract", new Linear(ffDim, embDim, true, initializer));
    }

    /// @param x `(batch, tokens, embDim)`
    /// @return `(batch, tokens, embDim)`
    public Tensor forward(Tensor x) {
        Tensor wide = expand.forwardGelu(x);                 // (batch, tokens, ffDim)
        return contract.forward(wide);                       // (batch, tokens, embDim)
    }

    public Linear expand() {
        return expand;
    }

    public Linear contract() {
        return contract;
    }
}
