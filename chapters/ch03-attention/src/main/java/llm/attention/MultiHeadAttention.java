package llm.attention;

import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.layer.Initializer;
import llm.tensor.layer.Linear;
import llm.tensor.layer.Module;
import llm.tensor.op.CausalAttention;
import llm.tensor.op.CausalAttention.Rules;

/// Causal attention with several heads, each looking for something else.
///
/// One linear layer makes the queries of all heads, one the keys and one the values; the heads lie
/// side by side in their last axis. All heads are computed together without ever storing a
/// `(tokens × tokens)` matrix of weights. Source: Vaswani et al. (2017), §3.2.2; for fewer
/// key/value heads than heads, Ainslie et al. (2023), §2.2.
public final class MultiHeadAttention extends Module {
    private final AttentionConfig config;
    private final Linear query;
    private final Linear key;
    private final Linear value;
    private final Linear output;
    private final RandomState random;

    public MultiHeadAttention(AttentionConfig config, RandomState random) {
        this(config, random, Initializer.uniform(random));
    }

    /// @param random where dropout's seeds come from
    public MultiHeadAttention(AttentionConfig config, RandomState random, Initializer weights) {
        int queryWidth = config.heads() * config.headDim();
        int keyWidth = config.kvHeads() * config.headDim();
        this.config = config;
        this.random = random;
        int embDim = config.embDim();
        query = child("query", new Linear(embDim, queryWidth, config.qkvBias(), weights));
        key = child("key", new Linear(embDim, keyWidth, config.qkvBias(), weights));
        value = child("value", new Linear(embDim, keyWidth, config.qkvBias(), weights));
        output = child("output", new Linear(queryWidth, embDim, config.outBias(), weights));
    }

    /// Lets every token gather information from itself and the tokens before it.
    ///
    /// @param x token embeddings, `(batch, tokens, embDim)`
    /// @return context vectors, `(batch, tokens, embDim)`
    /// @throws IllegalArgumentException if `x` has another rank or last axis
    public Tensor forward(Tensor x) {
        TokenVectors.require(x, config.embDim());
        Tensor q = query.forward(x);                         // (batch, tokens, heads · headDim)
        Tensor k = key.forward(x);                           // (batch, tokens, kvHeads · headDim)
        Tensor v = value.forward(x);                         // (batch, tokens, kvHeads · headDim)
        Tensor context = CausalAttention.attend(q, k, v, config.headDim(), rules());
        return output.forward(context);                      // (batch, tokens, embDim)
    }

    /// The same for tokens that follow those in `cache`, which receives them. For generation: no
    /// gradient flows through the cache.
    ///
    /// @param x new token embeddings, `(batch, tokens, embDim)`
    /// @return their context vectors, `(batch, tokens, embDim)`
    /// @throws IllegalArgumentException if `x` does not fit, or the cache has no room for it
    public Tensor forward(Tensor x, KvCache cache) {
        TokenVectors.require(x, config.embDim());
        cache.append(key.forward(x), value.forward(x));
        Tensor context = CausalAttention.attendCached(query.forward(x), cache.keys(),
                cache.values(), cache.length(), config.headDim(), Rules.PLAIN);
        return output.forward(context);                      // (batch, tokens, embDim)
    }

    private Rules rules() {
        return training() && config.dropout() > 0
                ? Rules.withDropout(config.dropout(), random.nextLong()) : Rules.PLAIN;
    }

    public AttentionConfig config() {
        return config;
    }

    public Linear query() {
        return query;
    }

    public Linear key() {
        return key;
    }

    public Linear value() {
        return value;
    }

    public Linear output() {
        return output;
    }
}
