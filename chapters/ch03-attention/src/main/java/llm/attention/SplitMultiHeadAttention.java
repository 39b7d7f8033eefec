package llm.attention;

import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.layer.Dropout;
import llm.tensor.layer.Linear;
import llm.tensor.layer.Module;

/// All heads from one product: the queries of all heads lie side by side and are split by a change
/// of shape. With fewer key/value heads than heads, each serves a group of them.
/// Source: Vaswani et al. (2017), §3.2.2; Ainslie et al. (2023), §2.2.
public final class SplitMultiHeadAttention extends Module {
    private final AttentionConfig config;
    private final Linear query;
    private final Linear key;
    private final Linear value;
    private final Linear output;
    private final Dropout dropout;

    public SplitMultiHeadAttention(AttentionConfig config, RandomState random) {
        int queryWidth = config.heads() * config.headDim();
        int keyWidth = config.kvHeads() * config.headDim();
        int embDim = config.embDim();
        this.config = config;
        query = child("query", new Linear(embDim, queryWidth, config.qkvBias(), random));
        key = child("key", new Linear(embDim, keyWidth, config.qkvBias(), random));
        value = child("value", new Linear(embDim, keyWidth, config.qkvBias(), random));
        output = child("output", new Linear(queryWidth, embDim, config.outBias(), random));
        dropout = child("dropout", new Dropout(config.dropout(), random));
    }

    /// How much each token attends to each earlier one and to itself, for every head.
    ///
    /// @param x `(batch, tokens, embDim)`
    /// @return rows that sum to 1, `(batch, heads, tokens, tokens)`
    public Tensor weights(Tensor x) {
        Tensor q = splitHeads(query.forward(x), config.heads());      // (batch, heads, tokens, headDim)
        Tensor k = shareHeads(splitHeads(key.forward(x), config.kvHeads()));
        Tensor scores = q.matmulTransposed(k)                         // (batch, heads, tokens, tokens)
                .mul(1 / Math.sqrt(config.headDim()));
        return CausalMask.softmax(scores);
    }

    /// @param x `(batch, tokens, embDim)`
    /// @return context vectors, `(batch, tokens, embDim)`
    public Tensor forward(Tensor x) {
        Tensor v = shareHeads(splitHeads(value.forward(x), config.kvHeads()));
        Tensor context = dropout.forward(weights(x)).matmul(v);       // (batch, heads, tokens, headDim)
        return output.forward(mergeHeads(context));                   // (batch, tokens, embDim)
    }

    /// `(batch, tokens, n · headDim)` → `(batch, n, tokens, headDim)`
    private Tensor splitHeads(Tensor x, int n) {
        return x.reshape(x.size(0), x.size(1), n, config.headDim()).transpose(1, 2);
    }

    /// `(batch, heads, tokens, headDim)` → `(batch, tokens, heads · headDim)`
    private static Tensor mergeHeads(Tensor x) {
        return x.transpose(1, 2).reshape(x.size(0), x.size(2), x.size(1) * x.size(3));
    }

    /// Repeats each key/value head for the query heads of its group:
    /// `(batch, kvHeads, tokens, headDim)` → `(batch, heads, tokens, headDim)`
    private Tensor shareHeads(Tensor x) {
        int group = config.heads() / config.kvHeads();
        int tokens = x.size(2);
        return x.reshape(x.size(0), config.kvHeads(), 1, tokens, config.headDim())
                .broadcastTo(x.size(0), config.kvHeads(), group, tokens, config.headDim())
                .reshape(x.size(0), config.heads(), tokens, config.headDim());
    }
}
