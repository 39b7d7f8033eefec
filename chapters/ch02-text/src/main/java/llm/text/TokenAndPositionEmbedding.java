package llm.text;

import llm.tensor.IntTensor;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.layer.Embedding;
import llm.tensor.layer.Layer;

/// Embeds ids as vectors: the token's embedding plus that of its position, both learned. Without
/// the second a model could not tell `dog bites man` from `man bites dog`.
///
/// Source: Radford et al. (2018), *Improving Language Understanding by Generative Pre-Training*,
/// §3.1.
public final class TokenAndPositionEmbedding extends Layer {

    private final int context;
    private final Embedding token;
    private final Embedding position;

    /// @param context the most tokens a sequence may have
    public TokenAndPositionEmbedding(int vocabSize, int context, int embDim, RandomState random) {
        this.context = context;
        token = child("token", new Embedding(vocabSize, embDim, random));
        position = child("position", new Embedding(context, embDim, random));
    }

    /// @param ids `(batch, tokens)`
    /// @return `(batch, tokens, embDim)`
    /// @throws IllegalArgumentException if `ids` has another rank or more tokens than the context
    public Tensor forward(IntTensor ids) {
        if (ids.shape().rank() != 2 || ids.size(1) > context) {
            throw new IllegalArgumentException("ids must be (batch, tokens ≤ %d), got %s"
                    .formatted(context, ids.shape()));
        }
        Tensor tokenVectors = token.forward(ids);                       // (batch, tokens, embDim)
        Tensor positionVectors = position.forward(upTo(ids.size(1)));   // (tokens, embDim)
        return tokenVectors.add(positionVectors);                       // (batch, tokens, embDim)
    }

    private static IntTensor upTo(int tokens) {
        int[] positions = new int[tokens];
        for (int t = 0; t < tokens; t++) {
            positions[t] = t;
        }
        return IntTensor.of(positions, tokens);
    }
}
