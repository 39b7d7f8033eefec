package llm.attention;

import llm.tensor.Tensor;

/// Attention without anything to learn: a token's new vector is a mean of all tokens' vectors, in
/// which those that point the same way weigh more. The first step of the ladder.
public final class SimpleSelfAttention {

    /// How much each token attends to each other one.
    ///
    /// @param x `(batch, tokens, embDim)`
    /// @return rows that sum to 1, `(batch, tokens, tokens)`
    /// @throws IllegalArgumentException if `x` has another rank
    public Tensor weights(Tensor x) {
        if (x.rank() != 3) {
            throw new IllegalArgumentException(
                    "x must be (batch, tokens, embDim), got " + x.shape());
        }
        Tensor scores = x.matmul(x.transpose(1, 2));         // (batch, tokens, tokens)
        return scores.softmax();
    }

    /// @param x `(batch, tokens, embDim)`
    /// @return context vectors, `(batch, tokens, embDim)`
    public Tensor forward(Tensor x) {
        return weights(x).matmul(x);                         // (batch, tokens, embDim)
    }
}
