package llm.model;

import java.util.List;
import llm.model.FeedForwardConfig.Gate;
import llm.tensor.Elementwise;
import llm.tensor.Tensor;
import llm.tensor.backend.ElementwiseKernels.Function;
import llm.tensor.layer.Initializer;
import llm.tensor.layer.Linear;

/// One product opens a gate, value by value, for what another has made:
/// `down(f(gate(x)) ⊙ up(x))`. Source: Shazeer (2020), "GLU variants improve Transformer", §2.
public final class GatedFeedForward extends FeedForward {
    private final FeedForwardConfig.Gated config;
    private final Linear gate;                               // embDim → ffDim
    private final Linear up;                                 // embDim → ffDim
    private final Linear down;                               // ffDim → embDim

    public GatedFeedForward(int embDim, FeedForwardConfig.Gated config, Initializer initializer) {
        this.config = config;
        int ffDim = config.ffDim();
        gate = child("gate", new Linear(embDim, ffDim, config.bias(), initializer));
        up = child("up", new Linear(embDim, ffDim, config.bias(), initializer));
        down = child("down", new Linear(ffDim, embDim, config.bias(), initializer));
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor open = gate.forward(x);                       // (batch, tokens, ffDim)
        Tensor wide = up.forward(x);                         // (batch, tokens, ffDim)
        Tensor passed = config.gate() == Gate.SILU ? Elementwise.swiglu(open, wide)
                : Elementwise.apply(Function.GELU_TANH, open).mul(wide);
        return down.forward(passed);                         // (batch, tokens, embDim)
    }

    public Linear gate() {
        return gate;
    }

    public Linear up() {
        return up;
    }

    public Linear output() {
        return down;
    }

    @Override
    public List<Linear> outputs() {
        return List.of(down);
    }
}
