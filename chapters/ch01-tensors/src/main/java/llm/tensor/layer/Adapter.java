package llm.tensor.layer;

import java.util.function.UnaryOperator;
import llm.tensor.Tensor;

/// A layer around a linear layer, which stays what it is: it may add to what that gives, or change
/// what it reads. Low-rank adaptation (LoRA) is one.
public abstract class Adapter extends Layer {

    /// @param x    `(..., in)`
    /// @param base the linear layer without this one around it, `(..., in)` → `(..., out)`
    /// @return `(..., out)`
    public abstract Tensor forward(Tensor x, UnaryOperator<Tensor> base);
}
