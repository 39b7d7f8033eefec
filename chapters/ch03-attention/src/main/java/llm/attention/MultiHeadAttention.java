package llm.attention;

import java.util.List;
import llm.attention.AttentionConfig.HeadNorm;
import llm.attention.rotary.RotaryEmbedding;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.layer.Initializer;
import llm.tensor.layer.Layer;
import llm.tensor.layer.Linear;
import llm.tensor.layer.RmsNorm;
import llm.tensor.op.CausalAttention;
import llm.tensor.op.CausalAttention.Cached;
import llm.tensor.op.CausalAttention.Rules;
import org.jspecify.annotations.Nullable;

/// Causal attention with several heads, each looking for something else.
///
/// One linear layer makes the queries of all heads, one the keys and one the values; the heads lie
/// side by side in their last axis. All heads are computed together without ever storing a
/// `(tokens × tokens)` matrix of weights. Where the configuration says so, queries and keys are
/// normalised and rotated by their token's position first. Source: Vaswani et al. (2017), §3.2.2;
/// for fewer key/value heads than heads, Ainslie et al. (2023), §2.2.
public final class MultiHeadAttention extends Layer {
    private final AttentionConfig config;
    private final Linear query;
    private final Linear key;
    private final Linear value;
    private final Linear output;
    private final @Nullable RmsNorm queryNorm;
    private final @Nullable RmsNorm keyNorm;
    private final @Nullable RotaryEmbedding rotary;
    private final RandomState random;

    public MultiHeadAttention(AttentionConfig config, RandomState random) {
        this(config, random, Initializer.pytorch(random));
    }

    /// @param random where dropout's seeds come from
    public MultiHeadAttention(AttentionConfig config, RandomState random, Initializer weights) {
        int queryWidth = config.queryWidth();
        int keyWidth = config.kvWidth();
        this.config = config;
        this.random = random;
        int embDim = config.embDim();
        query = child("query", new Linear(embDim, queryWidth, config.qkvBias(), weights));
        key = child("key", new Linear(embDim, keyWidth, config.qkvBias(), weights));
        value = child("value", new Linear(embDim, keyWidth, config.qkvBias(), weights));
        output = child("output", new Linear(queryWidth, embDim, config.outBias(), weights));
        HeadNorm norm = config.headNorm();
        queryNorm = norm == null ? null : child("queryNorm", layer(norm, queryWidth));
        keyNorm = norm == null ? null : child("keyNorm", layer(norm, keyWidth));
        rotary = config.rotary() == null ? null
                : new RotaryEmbedding(config.rotary(), config.headDim());
    }

    private RmsNorm layer(HeadNorm norm, int widthOfAll) {
        return new RmsNorm(norm.allAsOne() ? widthOfAll : config.headDim(), norm.epsilon(),
                norm.shift());
    }

    /// Lets every token gather information from itself and the tokens before it.
    ///
    /// @param x token embeddings, `(batch, tokens, embDim)`
    /// @return context vectors, `(batch, tokens, embDim)`
    /// @throws IllegalArgumentException if `x` has another rank or last axis
    public Tensor forward(Tensor x) {
        TokenVectors.require(x, config.embDim());
        Tensor q = place(query.forward(x), queryNorm, 0);    // (batch, tokens, heads · headDim)
        Tensor k = place(key.forward(x), keyNorm, 0);        // (batch, tokens, kvHeads · headDim)
        Tensor v = value.forward(x);                         // (batch, tokens, kvHeads · headDim)
        Tensor context = CausalAttention.attend(q, k, v, config.headDim(),
                rules(training() ? config.dropout() : 0));
        return output.forward(context);                      // (batch, tokens, embDim)
    }

    /// How much each token attends to each earlier one and to itself, for every head: the matrix that
    /// [#forward] never stores, to be looked at.
    ///
    /// @param x token embeddings, `(batch, tokens, embDim)`
    /// @return rows that sum to 1, `(batch, heads, tokens, tokens)`
    public Tensor weights(Tensor x) {
        TokenVectors.require(x, config.embDim());
        Tensor q = Heads.split(place(query.forward(x), queryNorm, 0), config.heads());
        Tensor k = Heads.split(place(key.forward(x), keyNorm, 0), config.kvHeads());
        Tensor scores = q.matmulTransposed(Heads.repeatKv(k, config.heads() / config.kvHeads()))
                .mul(config.scale());                        // (batch, heads, tokens, tokens)
        return CausalMask.softmax(scores, config.window());
    }

    /// The same for tokens that follow those in `cache`, which receives them. For generation: no
    /// gradient flows through the cache.
    ///
    /// @param x new token embeddings, `(batch, tokens, embDim)`
    /// @return their context vectors, `(batch, tokens, embDim)`
    /// @throws IllegalArgumentException if `x` does not fit, or the cache has no room for it
    public Tensor forward(Tensor x, KvCache cache) {
        TokenVectors.require(x, config.embDim());
        int first = cache.length();
        Tensor q = place(query.forward(x), queryNorm, first);
        cache.append(place(key.forward(x), keyNorm, first), value.forward(x));
        Tensor context = CausalAttention.attendCached(q, List.of(cache.held()), rules(0));
        return output.forward(context);                      // (batch, tokens, embDim)
    }

    /// The same for several texts of different lengths, each with one new token and a cache of its
    /// own: their products are computed together, what each sees is its own.
    ///
    /// @param x      new token embeddings, `(texts, 1, embDim)`
    /// @param caches receive them
    /// @return their context vectors, `(texts, 1, embDim)`
    public Tensor forward(Tensor x, List<KvCache> caches) {
        TokenVectors.require(x, config.embDim());
        int[] positions = caches.stream().mapToInt(KvCache::length).toArray();
        Tensor q = place(query.forward(x), queryNorm, positions);
        KvCache.appendEach(caches, place(key.forward(x), keyNorm, positions), value.forward(x));
        List<Cached> held = caches.stream().map(KvCache::held).toList();
        return output.forward(CausalAttention.attendCached(q, held, rules(0)));
    }

    /// Normalises each head, or all as one, then rotates each by its token's position.
    ///
    /// @param x         `(batch, tokens, heads · headDim)`
    /// @param positions of the first token in each sequence, or one for all
    private Tensor place(Tensor x, @Nullable RmsNorm norm, int... positions) {
        if (norm == null && rotary == null) {
            return x;
        }
        boolean allAsOne = norm != null && config.headNorm().allAsOne();
        Tensor heads = (allAsOne ? norm.forward(x) : x)
                .reshape(x.size(0), x.size(1), x.size(2) / config.headDim(),
                        config.headDim());                   // (batch, tokens, heads, headDim)
        Tensor normed = norm == null || allAsOne ? heads : norm.forward(heads);
        Tensor rotated = rotary == null ? normed : positions.length == 1
                ? rotary.forward(normed, positions[0]) : rotary.forwardEach(normed, positions);
        return rotated.reshape(x.shape().toArray());
    }

    private Rules rules(double dropout) {
        return new Rules(config.scale(), config.window(), dropout,
                dropout > 0 ? random.nextLong() : 0);
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

    /// @throws IllegalStateException if queries are not normalised
    public RmsNorm queryNorm() {
        return required(queryNorm);
    }

    /// @throws IllegalStateException if keys are not normalised
    public RmsNorm keyNorm() {
        return required(keyNorm);
    }

    private static RmsNorm required(@Nullable RmsNorm norm) {
        if (norm == null) {
            throw new IllegalStateException("the heads must have a norm, got heads without");
        }
        return norm;
    }
}
