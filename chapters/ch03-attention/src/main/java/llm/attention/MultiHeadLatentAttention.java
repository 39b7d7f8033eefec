package llm.attention;

import java.util.List;
import llm.attention.rotary.RotaryEmbedding;
import llm.tensor.Operations;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.layer.Layer;
import llm.tensor.layer.Linear;
import llm.tensor.op.CausalAttention;
import llm.tensor.op.CausalAttention.Cached;
import llm.tensor.op.CausalAttention.Rules;

/// Multi-head attention whose keys and values are all made from one short vector per token, the
/// latent `c = compress(x)`, so that a cache need hold nothing else:
/// `keyₕ = Kₕ c`, `valueₕ = Vₕ c`.
///
/// A key that is rotated by its position could no longer be made from the latent alone, so positions
/// get a part of their own: each head's score is `q·key + rotated(q')·rotated(k')`, and `k'` is one
/// for all heads. The queries' own compression, which saves memory in training only, is left out.
/// Source: Liu et al. (2024), "DeepSeek-V2", §2.1.
public final class MultiHeadLatentAttention extends Layer {
    private final LatentConfig config;
    private final Linear query;                              // embDim → heads · headDim
    private final Linear queryRotary;                        // embDim → heads · rotaryDim
    private final Linear compress;                           // embDim → latentDim
    private final Linear keyRotary;                          // embDim → rotaryDim
    private final Linear key;                                // latentDim → heads · headDim
    private final Linear value;                              // latentDim → heads · headDim
    private final Linear output;                             // heads · headDim → embDim
    private final RotaryEmbedding rotary;

    public MultiHeadLatentAttention(LatentConfig config, RandomState random) {
        this.config = config;
        int embDim = config.embDim();
        int width = config.heads() * config.headDim();
        query = child("query", new Linear(embDim, width, false, random));
        queryRotary = child("queryRotary",
                new Linear(embDim, config.heads() * config.rotaryDim(), false, random));
        compress = child("compress", new Linear(embDim, config.latentDim(), false, random));
        keyRotary = child("keyRotary", new Linear(embDim, config.rotaryDim(), false, random));
        key = child("key", new Linear(config.latentDim(), width, false, random));
        value = child("value", new Linear(config.latentDim(), width, false, random));
        output = child("output", new Linear(width, embDim, false, random));
        rotary = new RotaryEmbedding(config.rotary(), config.rotaryDim());
    }

    /// Lets every token gather information from itself and the tokens before it.
    ///
    /// @param x token embeddings, `(batch, tokens, embDim)`
    /// @return context vectors, `(batch, tokens, embDim)`
    /// @throws IllegalArgumentException if `x` has another rank or last axis
    public Tensor forward(Tensor x) {
        TokenVectors.require(x, config.embDim());
        Tensor latent = compress.forward(x);                 // (batch, tokens, latentDim)
        Tensor v = Heads.split(value.forward(latent), config.heads());
        Tensor context = weights(x, latent).matmul(v);       // (batch, heads, tokens, headDim)
        return output.forward(Heads.merge(context));         // (batch, tokens, embDim)
    }

    /// How much each token attends to each earlier one and to itself, for every head.
    ///
    /// @param x `(batch, tokens, embDim)`
    /// @return rows that sum to 1, `(batch, heads, tokens, tokens)`
    public Tensor weights(Tensor x) {
        TokenVectors.require(x, config.embDim());
        return weights(x, compress.forward(x));
    }

    private Tensor weights(Tensor x, Tensor latent) {
        Tensor q = Heads.split(query.forward(x), config.heads());
        Tensor k = Heads.split(key.forward(latent), config.heads());
        Tensor what = q.matmulTransposed(k);                 // (batch, heads, tokens, tokens)
        Tensor where = rotated(queryRotary, x, 0)             // (batch, heads, tokens, rotaryDim)
                .matmulTransposed(rotated(keyRotary, x, 0));  // the same keys for all heads
        return CausalMask.softmax(what.add(where).mul(config.scale()));
    }

    /// The same for tokens that follow those in `cache`, which receives their latents and rotated
    /// keys. For generation: no gradient flows through the cache.
    ///
    /// No key or value is made: since `q·(K c) = (Kᵀ q)·c`, each head asks the latents themselves,
    /// and since `Σ wᵢ V cᵢ = V Σ wᵢ cᵢ`, it gathers latents and makes one value of the sum. What
    /// is left is multi-query attention in which the cache is both keys and values.
    /// Source: Liu et al. (2024), §2.1.2.
    ///
    /// @param x new token embeddings, `(batch, tokens, embDim)`
    /// @return their context vectors, `(batch, tokens, embDim)`
    /// @throws IllegalArgumentException if `x` does not fit, or the cache has no room for it
    public Tensor forward(Tensor x, LatentCache cache) {
        TokenVectors.require(x, config.embDim());
        int first = cache.length();
        cache.append(latentsAndKeys(x, first));
        Tensor gathered = CausalAttention.attendCached(questions(x, first),
                List.of(new Cached(cache.rows(), cache.rows(), cache.length())), new Rules(config.scale(), Integer.MAX_VALUE, 0, 0));
        Tensor latents = Heads.split(gathered, config.heads())
                .slice(3, 0, config.latentDim());            // (batch, heads, tokens, latentDim)
        Tensor context = latents                             // (batch, heads, tokens, headDim)
                .matmulTransposed(perHead(value));
        return output.forward(Heads.merge(context));         // (batch, tokens, embDim)
    }

    /// What the cache keeps, `(batch, tokens, latentDim + rotaryDim)`.
    private Tensor latentsAndKeys(Tensor x, int first) {
        return Operations.concat(2, compress.forward(x),
                Heads.merge(rotated(keyRotary, x, first)));
    }

    /// What each head asks of that, `(batch, tokens, heads · (latentDim + rotaryDim))`.
    private Tensor questions(Tensor x, int first) {
        Tensor q = Heads.split(query.forward(x), config.heads())
                .matmul(perHead(key));                       // (batch, heads, tokens, latentDim)
        return Heads.merge(Operations.concat(3, q, rotated(queryRotary, x, first)));
    }

    /// Projects to the heads' rotary parts and rotates them by their tokens' positions.
    ///
    /// @param x     `(batch, tokens, embDim)`
    /// @param first position of the first token
    /// @return `(batch, heads, tokens, rotaryDim)`; one head where the layer makes one
    private Tensor rotated(Linear layer, Tensor x, int first) {
        Tensor wide = layer.forward(x);                      // (batch, tokens, heads · rotaryDim)
        Tensor heads = wide.reshape(x.size(0), x.size(1), -1, config.rotaryDim());
        return rotary.forward(heads, first).transpose(1, 2);
    }

    /// The matrix of each head, `(1, heads, headDim, latentDim)`.
    private Tensor perHead(Linear layer) {
        return layer.weight().reshape(1, config.heads(), config.headDim(), config.latentDim());
    }
}
