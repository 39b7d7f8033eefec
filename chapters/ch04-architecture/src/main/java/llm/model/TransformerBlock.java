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

/// Attention, then a feed-forward layer; each reads a normalised input and adds its result to it.
/// Source: Radford et al. (2019), §2.3 (norm first).
public final class TransformerBlock extends Layer {
    private final Norm attentionNorm;
    private final MultiHeadAttention attention;
    private final @Nullable Norm attentionNormAfter;
    private final Norm feedForwardNorm;
    private final FeedForward feedForward;
    private final @Nullable Norm feedForwardNormAfter;
    private final Dropout dropout;

    public TransformerBlock(BlockConfig config, RandomState random, Initializer initializer) {
        int embDim = config.attention().embDim();
        NormConfig norm = config.norm();
        attentionNorm = child("attentionNorm", norm.layer(embDim));
        attention = child("attention",
                new MultiHeadAttention(config.attention(), random, initializer));
        attentionNormAfter = config.normAfter()
                ? child("attentionNormAfter", norm.layer(embDim)) : null;
        feedForwardNorm = child("feedForwardNorm", norm.layer(embDim));
        feedForward = child("feedForward", config.feedForward().layer(embDim, initializer));
        feedForwardNormAfter = config.normAfter()
                ? child("feedForwardNormAfter", norm.layer(embDim)) : null;
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
        Tensor attended = attend.apply(attentionNorm.forward(x));
        Tensor y = residual(x, attended, attentionNormAfter);             // (batch, tokens, embDim)
        Tensor transformed = feedForward.forward(feedForwardNorm.forward(y));
        return residual(y, transformed, feedForwardNormAfter);            // (batch, tokens, embDim)
    }

    /// The residual connection: what a layer has made, added to what it read.
    private Tensor residual(Tensor x, Tensor made, @Nullable Norm normAfter) {
        Tensor normed = normAfter == null ? made : normAfter.forward(made);
        return dropout.forward(normed).addInPlace(x);
    }

    public Norm attentionNorm() {
        return attentionNorm;
    }

    public MultiHeadAttention attention() {
        return attention;
    }

    public Norm feedForwardNorm() {
        return feedForwardNorm;
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
                    "the block must have a norm behind its layers, got one without");
        }
        return norm;
    }
}
