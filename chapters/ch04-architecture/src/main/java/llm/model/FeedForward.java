package llm.model;

import java.util.List;
import llm.tensor.Tensor;
import llm.tensor.layer.Layer;
import llm.tensor.layer.Linear;

/// Works on each token by itself.
public abstract sealed class FeedForward extends Layer
        permits GeluFeedForward, GatedFeedForward, MixtureOfExperts {

    /// @param x `(batch, tokens, embDim)`
    /// @return `(batch, tokens, embDim)`
    public abstract Tensor forward(Tensor x);

    /// The layers that lead back to `embDim`.
    public abstract List<Linear> outputs();
}
