package llm.model;

import java.util.List;
import java.util.function.UnaryOperator;
import llm.attention.KvCache;
import llm.attention.MultiHeadAttention;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.layer.Dropout;
import llm.tensor.layer.Initializer;
import llm.tensor.layer.Layer;
import llm.tensor.layer.Norm;
import org.jspecify.annotations.Nullable;

/// Attention, then a feed-forward layer; each adds its result to what it read. A norm stands before
/// each, on what it reads, or behind it, on its result, or in both places.
/// Source: Radford et al. (2019), §2.3 (norm first); OLMo Team (2025), "2 OLMo 2 Furious", §2.1
/// (norm behind).
public final class TransformerBlock extends Layer {
    private final @Nullable Norm attentionNorm;
    private final MultiHeadAttention attention;
    private final @Nullable Norm attentionNormAfter;
    private final @Nullable Norm feedForwardNorm;
    private final FeedForward feedForward;
    private final @Nullable Norm feedForwardNormAfter;
    private final Dropout dropout;

    public TransformerBlock(BlockConfig config, RandomState random, Initializer initializer) {
        int embDim = config.attention().embDim();
        NormConfig norm = config.norm();
        boolean before = config.normPlace().isBefore();
        boolean after = config.normPlace().isAfter();
        attentionNorm = before ? child("attentionNorm", norm.layer(embDim)) : null;
        attention = child("attention",
                new MultiHeadAttention(config.attention(), random, initializer));
        attentionNormAfter = after ? child("attentionNormAfter", norm.layer(embDim)) : null;
        feedForwardNorm = before ? child("feedForwardNorm", norm.layer(embDim)) : null;
        feedForward = child("feedForward", config.feedForward().layer(embDim, initializer));
        feedForwardNormAfter = after ? child("feedForwardNormAfter", norm.layer(embDim)) : null;
        dropout = child("dropout", new Dropout(config.dropout(), random));
    }

    /// @param x `(batch, tokens, embDim)`
    /// @return `(batch, tokens, embDim)`
    public Tensor forward(Tensor x) {
        return forward(x, attention::forward);
    }

    /// The same for tokens that follow those in `cache`.
    public Tensor forward(Tensor x, KvCache cache) {
        return forward(x, normed -> attention.forward(normed, cache));
    }

    /// The same for one new token of each of several texts, `(texts, 1, embDim)`.
    public Tensor forward(Tensor x, List<KvCache> caches) {
        return forward(x, normed -> attention.forward(normed, caches));
    }

    private Tensor forward(Tensor x, UnaryOperator<Tensor> attend) {
        Tensor attended = attend.apply(normed(x, attentionNorm));
        Tensor y = residual(x, attended, attentionNormAfter);             // (batch, tokens, embDim)
        Tensor transformed = feedForward.forward(normed(y, feedForwardNorm));
        return residual(y, transformed, feedForwardNormAfter);            // (batch, tokens, embDim)
    }

    private static Tensor normed(Tensor x, @Nullable Norm norm) {
        return norm == null ? x : norm.forward(x);
    }

    /// The residual connection: what a layer has made, added to what it read.
    private Tensor residual(Tensor x, Tensor made, @Nullable Norm normAfter) {
        return dropout.forward(normed(made, normAfter)).addInPlace(x);
    }

    /// @throws IllegalStateException if no norm stands before the attention
    public Norm attentionNorm() {
        return required(attentionNorm);
    }

    public MultiHeadAttention attention() {
        return attention;
    }

    /// @throws IllegalStateException if no norm stands before the feed-forward layer
    public Norm feedForwardNorm() {
        return required(feedForwardNorm);
    }

    public FeedForward feedForward() {
        return feedForward;
    }

    /// @throws IllegalStateException if no norm stands behind the attention
    public Norm attentionNormAfter() {
        return required(attentionNormAfter);
    }

    /// @throws IllegalStateException if no norm stands behind the feed-forward layer
    public Norm feedForwardNormAfter() {
        return required(feedForwardNormAfter);
    }

    private static Norm required(@Nullable Norm norm) {
        if (norm == null) {
            throw new IllegalStateException(
                    "the block must have a norm in this place, got one without");
        }
        return norm;
    }
}
