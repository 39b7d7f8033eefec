package llm.tensor.layer;

import llm.tensor.Tensor;

/// `x · sigmoid(x)`, also called swish. Source: Ramachandran et al. (2017).
public final class Silu extends Layer {

    /// Shapes: input and result `(...)`.
    public Tensor forward(Tensor x) {
        return x.silu();
    }
}
