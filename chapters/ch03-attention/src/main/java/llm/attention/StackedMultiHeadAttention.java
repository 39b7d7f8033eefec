package llm.attention;

import java.util.List;
import java.util.stream.IntStream;
import llm.tensor.Operations;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.layer.Layer;
import llm.tensor.layer.Linear;

/// Several causal heads one after the other, their results side by side: easy to see, slow to run.
/// Source: Vaswani et al. (2017), §3.2.2.
public final class StackedMultiHeadAttention extends Layer {
    private final List<CausalSelfAttention> heads;
    private final Linear output;

    /// @throws IllegalArgumentException if heads share keys and values
    public StackedMultiHeadAttention(AttentionConfig config, RandomState random) {
        config.requireUnsharedKeys();
        heads = children("heads", IntStream.range(0, config.heads())
                .mapToObj(_ -> new CausalSelfAttention(config, random)).toList());
        output = child("output", new Linear(config.heads() * config.headDim(), config.embDim(),
                config.outBias(), random));
    }

    /// How much each token attends to each earlier one and to itself, for every head.
    ///
    /// @param x `(batch, tokens, embDim)`
    /// @return rows that sum to 1, `(batch, heads, tokens, tokens)`
    public Tensor weights(Tensor x) {
        Tensor[] weights = heads.stream()
                .map(head -> head.weights(x))                // (batch, tokens, tokens)
                .map(w -> w.reshape(w.size(0), 1, w.size(1), w.size(2)))
                .toArray(Tensor[]::new);                     // (batch, 1, tokens, tokens)
        return Operations.concat(1, weights);                // (batch, heads, tokens, tokens)
    }

    /// @param x `(batch, tokens, embDim)`
    /// @return context vectors, `(batch, tokens, embDim)`
    /// @throws IllegalArgumentException if `x` has another rank or last axis
    public Tensor forward(Tensor x) {
        Tensor[] contexts = heads.stream()
                .map(head -> head.forward(x))                // (batch, tokens, headDim)
                .toArray(Tensor[]::new);
        Tensor sideBySide = Operations.concat(2, contexts);  // (batch, tokens, heads · headDim)
        return output.forward(sideBySide);                   // (batch, tokens, embDim)
    }
}
