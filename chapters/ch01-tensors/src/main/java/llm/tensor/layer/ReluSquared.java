package llm.tensor.layer;

import llm.tensor.Tensor;

/// `max(x, 0)²`: as cheap as can be, and most values are 0. Source: So et al. (2021), "Primer:
/// searching for efficient Transformers", §4.
public final class ReluSquared extends Layer {

    /// Shapes: input and result `(...)`.
    public Tensor forward(Tensor x) {
        return x.reluSquared();
    }
}
