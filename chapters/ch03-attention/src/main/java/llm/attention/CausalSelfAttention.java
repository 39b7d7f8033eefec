package llm.attention;

import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.layer.Dropout;
import llm.tensor.layer.Layer;
import llm.tensor.layer.Linear;

/// Self-attention that looks back only, with dropout on its weights: one head of those that a
/// configuration describes. Source: Radford et al. (2018), §3.1.
public final class CausalSelfAttention extends Layer {
    private final AttentionConfig config;
    private final Linear query;
    private final Linear key;
    private final Linear value;
    private final Dropout dropout;

    public CausalSelfAttention(AttentionConfig config, RandomState random) {
        int embDim = config.embDim();
        int headDim = config.headDim();
        this.config = config;
        query = child("query", new Linear(embDim, headDim, config.qkvBias(), random));
        key = child("key", new Linear(embDim, headDim, config.qkvBias(), random));
        value = child("value", new Linear(embDim, headDim, config.qkvBias(), random));
        dropout = child("dropout", new Dropout(config.dropout(), random));
    }

    /// How much each token attends to each earlier one and to itself, before dropout.
    ///
    /// @param x `(batch, tokens, embDim)`
    /// @return rows that sum to 1, `(batch, tokens, tokens)`
    /// @throws IllegalArgumentException if `x` has another rank or last axis
    public Tensor weights(Tensor x) {
        TokenVectors.require(x, config.embDim());
        Tensor q = query.forward(x);                         // (batch, tokens, headDim)
        Tensor k = key.forward(x);                           // (batch, tokens, headDim)
        Tensor scores = q.matmul(k.transpose(1, 2))          // (batch, tokens, tokens)
                .mul(1 / Math.sqrt(config.headDim()));
        return CausalMask.softmax(scores);
    }

    /// @param x `(batch, tokens, embDim)`
    /// @return context vectors, `(batch, tokens, headDim)`
    public Tensor forward(Tensor x) {
        Tensor weights = dropout.forward(weights(x));        // (batch, tokens, tokens)
        return weights.matmul(value.forward(x));             // (batch, tokens, headDim)
    }
}
