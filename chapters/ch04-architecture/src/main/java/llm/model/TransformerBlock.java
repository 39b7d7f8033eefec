package llm.model;

import java.util.function.UnaryOperator;
import llm.attention.KvCache;
import llm.attention.MultiHeadAttention;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.layer.Dropout;
import llm.tensor.layer.Initializer;
import llm.tensor.layer.LayerNorm;
import llm.tensor.layer.Module;

/// Attention, then a feed-forward layer; each reads a normalised input and adds its result to it.
/// Source: Radford et al. (2019), §2.3 (norm first).
public final class TransformerBlock extends Module {
    private final LayerNorm attentionNorm;
    private final MultiHeadAttention attention;
    private final LayerNorm feedForwardNorm;
    private final FeedForward feedForward;
    private final Dropout dropout;

    public TransformerBlock(GptConfig config, RandomState random, Initializer initializer) {
        attentionNorm = child("attentionNorm",
                new LayerNorm(config.embDim(), config.normEpsilon()));
        attention = child("attention",
                new MultiHeadAttention(config.attention(), random, initializer));
        feedForwardNorm = child("feedForwardNorm",
                new LayerNorm(config.embDim(), config.normEpsilon()));
        feedForward = child("feedForward",
                new FeedForward(config.embDim(), config.ffDim(), initializer));
        dropout = child("dropout", new Dropout(config.dropout().shortcut(), random));
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

    private Tensor forward(Tensor x, UnaryOperator<Tensor> attend) {
        Tensor gathered = attend.apply(attentionNorm.forward(x));         // (batch, tokens, embDim)
        Tensor y = dropout.forward(gathered).addInPlace(x);               // the shortcut
        Tensor thought = feedForward.forward(feedForwardNorm.forward(y)); // (batch, tokens, embDim)
        return dropout.forward(thought).addInPlace(y);
    }

    public LayerNorm attentionNorm() {
        return attentionNorm;
    }

    public MultiHeadAttention attention() {
        return attention;
    }

    public LayerNorm feedForwardNorm() {
        return feedForwardNorm;
    }

    public FeedForward feedForward() {
        return feedForward;
    }
}
