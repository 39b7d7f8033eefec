package llm.attention;

import java.util.List;
import java.util.stream.IntStream;
import llm.tensor.Operations;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.layer.Linear;
import llm.tensor.layer.Module;

/// Several causal heads one after the other, their results side by side: easy to see, slow to run.
/// Source: Vaswani et al. (2017), §3.2.2.
public final class StackedMultiHeadAttention extends Module {
    private final List<CausalSelfAttention> heads;
    private final Linear output;

    public StackedMultiHeadAttention(AttentionConfig config, RandomState random) {
        heads = children("heads", IntStream.range(0, config.heads())
                .mapToObj(_ -> new CausalSelfAttention(config, random)).toList());
        output = child("output", new Linear(config.heads() * config.headDim(), config.embDim(),
                config.outBias(), random));
    }

    /// @param x `(batch, tokens, embDim)`
    /// @return context vectors, `(batch, tokens, embDim)`
    public Tensor forward(Tensor x) {
        Tensor[] contexts = heads.stream()
                .map(head -> head.forward(x)).toArray(Tensor[]::new);  // (batch, tokens, headDim)
        Tensor sideBySide = Operations.concat(2, contexts);  // (batch, tokens, heads · headDim)
        return output.forward(sideBySide);                   // (batch, tokens, embDim)
    }
}
