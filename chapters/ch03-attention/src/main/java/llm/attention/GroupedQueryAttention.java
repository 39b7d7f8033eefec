package llm.attention;

import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.layer.Dropout;
import llm.tensor.layer.Layer;
import llm.tensor.layer.Linear;

/// Multi-head attention in which a group of heads shares one key/value head, so that the cache
/// holds `kvHeads / heads` of the numbers. Source: Ainslie et al. (2023), §2.2.
public final class GroupedQueryAttention extends Layer {
    private final AttentionConfig config;
    private final Linear query;
    private final Linear key;
    private final Linear value;
    private final Linear output;
    private final Dropout dropout;

    public GroupedQueryAttention(AttentionConfig config, RandomState random) {
        this.config = config;
        int embDim = config.embDim();
        int width = config.heads() * config.headDim();
        int kvWidth = config.kvHeads() * config.headDim();
        query = child("query", new Linear(embDim, width, config.qkvBias(), random));
        key = child("key", new Linear(embDim, kvWidth, config.qkvBias(), random));
        value = child("value", new Linear(embDim, kvWidth, config.qkvBias(), random));
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
        Tensor k = perHead(key.forward(x));
        Tensor scores = q.matmul(k.transpose(2, 3))          // (batch, heads, tokens, tokens)
                .mul(1 / Math.sqrt(config.headDim()));
        return CausalMask.softmax(scores);
    }

    /// @param x `(batch, tokens, embDim)`
    /// @return context vectors, `(batch, tokens, embDim)`
    public Tensor forward(Tensor x) {
        Tensor weights = dropout.forward(weights(x));        // (batch, heads, tokens, tokens)
        Tensor v = perHead(value.forward(x));
        Tensor context = weights.matmul(v);                  // (batch, heads, tokens, headDim)
        return output.forward(Heads.merge(context));         // (batch, tokens, embDim)
    }

    /// `(batch, tokens, kvHeads · headDim)` → `(batch, heads, tokens, headDim)`
    private Tensor perHead(Tensor x) {
        return Heads.repeatKv(Heads.split(x, config.kvHeads()), config.heads() / config.kvHeads());
    }
}
