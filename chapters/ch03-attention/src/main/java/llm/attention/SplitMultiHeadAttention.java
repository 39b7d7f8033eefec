package llm.attention;

import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.layer.Dropout;
import llm.tensor.layer.Layer;
import llm.tensor.layer.Linear;

/// All heads from one product: their queries lie side by side and are split by a change of shape.
/// Source: Vaswani et al. (2017), §3.2.2.
public final class SplitMultiHeadAttention extends Layer {
    private final AttentionConfig config;
    private final Linear query;
    private final Linear key;
    private final Linear value;
    private final Linear output;
    private final Dropout dropout;

    /// @throws IllegalArgumentException if heads share keys and values
    public SplitMultiHeadAttention(AttentionConfig config, RandomState random) {
        config.requireUnsharedKeys();
        this.config = config;
        int embDim = config.embDim();
        int width = config.heads() * config.headDim();
        query = child("query", new Linear(embDim, width, config.qkvBias(), random));
        key = child("key", new Linear(embDim, width, config.qkvBias(), random));
        value = child("value", new Linear(embDim, width, config.qkvBias(), random));
        output = child("output", new Linear(width, embDim, config.outBias(), random));
        dropout = child("dropout", new Dropout(config.dropout(), random));
    }

    /// How much each token attends to each earlier one and to itself, for every head.
    ///
    /// @param x `(batch, tokens, embDim)`
    /// @return rows that sum to 1, `(batch, heads, tokens, tokens)`
    /// @throws IllegalArgumentException if `x` has another rank or last axis
    public Tensor weights(Tensor x) {
        TokenVectors.require(x, config.embDim());
        Tensor q = Heads.split(query.forward(x), config.heads());
        Tensor k = Heads.split(key.forward(x), config.heads());
        Tensor scores = q.matmul(k.transpose(2, 3))          // (batch, heads, tokens, tokens)
                .mul(1 / Math.sqrt(config.headDim()));
        return CausalMask.softmax(scores);
    }

    /// @param x `(batch, tokens, embDim)`
    /// @return context vectors, `(batch, tokens, embDim)`
    public Tensor forward(Tensor x) {
        Tensor weights = dropout.forward(weights(x));        // (batch, heads, tokens, tokens)
        Tensor v = Heads.split(value.forward(x), config.heads());
        Tensor context = weights.matmul(v);                  // (batch, heads, tokens, headDim)
        return output.forward(Heads.merge(context));         // (batch, tokens, embDim)
    }
}
