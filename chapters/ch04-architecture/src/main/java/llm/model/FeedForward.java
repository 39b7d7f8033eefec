package llm.model;

import java.util.List;
import llm.tensor.Tensor;
import llm.tensor.layer.Linear;
import llm.tensor.layer.Module;

/// Works on each token by itself.
public abstract sealed class FeedForward extends Module
        permits GeluFeedForward, GatedFeedForward, MixtureOfExperts {

    /// @param x `(batch, tokens, embDim)`
    /// @return `(batch, tokens, embDim)`
    public abstract Tensor forward(Tensor x);

    /// The layers that lead back to `embDim`.
    public abstract List<Linear> outputs();
}
