package llm.attention;

import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.layer.Layer;
import llm.tensor.layer.Linear;

/// Attention that can learn what to look for: each token asks with its query, is found by its key,
/// and gives its value. Source: Vaswani et al. (2017), §3.2.1.
public final class SelfAttention extends Layer {
    private final Linear query;
    private final Linear key;
    private final Linear value;
    private final int embDim;
    private final int headDim;

    /// @param embDim  width of a token's vector
    /// @param headDim width of queries, keys and values
    public SelfAttention(int embDim, int headDim, boolean bias, RandomState random) {
        this.embDim = embDim;
        this.headDim = headDim;
        query = child("query", new Linear(embDim, headDim, bias, random));
        key = child("key", new Linear(embDim, headDim, bias, random));
        value = child("value", new Linear(embDim, headDim, bias, random));
    }

    /// How much each token attends to each other one.
    ///
    /// @param x `(batch, tokens, embDim)`
    /// @return rows that sum to 1, `(batch, tokens, tokens)`
    /// @throws IllegalArgumentException if `x` has another rank or last axis
    public Tensor weights(Tensor x) {
        TokenVectors.require(x, embDim);
        Tensor q = query.forward(x);                         // (batch, tokens, headDim)
        Tensor k = key.forward(x);                           // (batch, tokens, headDim)
        Tensor scores = q.matmul(k.transpose(1, 2))          // (batch, tokens, tokens)
                .mul(1 / Math.sqrt(headDim));                // keeps the variance near 1
        return scores.softmax();
    }

    /// @param x `(batch, tokens, embDim)`
    /// @return context vectors, `(batch, tokens, headDim)`
    public Tensor forward(Tensor x) {
        return weights(x).matmul(value.forward(x));          // (batch, tokens, headDim)
    }
}
