package llm.model;

import java.util.List;
import llm.tensor.Tensor;
import llm.tensor.layer.Initializer;
import llm.tensor.layer.Linear;

/// Wider inside, usually four times, with GELU between. Source: Radford et al. (2018), §4.1.
public final class GeluFeedForward extends FeedForward {
    private final Linear expand;                             // embDim → ffDim
    private final Linear contract;                           // ffDim → embDim

    public GeluFeedForward(int embDim, int ffDim, Initializer initializer) {
        expand = child("expand", new Linear(embDim, ffDim, true, initializer));
        contract = child("contract", new Linear(ffDim, embDim, true, initializer));
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor wide = expand.forwardGelu(x);                 // (batch, tokens, ffDim)
        return contract.forward(wide);                       // (batch, tokens, embDim)
    }

    public Linear expand() {
        return expand;
    }

    public Linear output() {
        return contract;
    }

    @Override
    public List<Linear> outputs() {
        return List.of(contract);
    }
}
