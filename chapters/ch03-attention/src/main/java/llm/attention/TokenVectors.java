package llm.attention;

import llm.tensor.Tensor;

/// What every attention layer takes: one vector for each token of each sequence.
final class TokenVectors {

    private TokenVectors() {
    }

    /// @throws IllegalArgumentException if `x` is not `(batch, tokens, embDim)`
    static void require(Tensor x, int embDim) {
        if (x.rank() != 3 || x.size(2) != embDim) {
            throw new IllegalArgumentException("x must be (batch, tokens, embDim=%d), got %s"
                    .formatted(embDim, x.shape()));
        }
    }
}
