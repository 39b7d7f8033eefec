package llm.attention;

import llm.tensor.Shape;
import llm.tensor.Tensor;

/// The latents and rotated keys of the tokens that one latent attention layer has already seen: one
/// short vector a token instead of keys and values for every head.
public final class LatentCache {
    private final TokenRows rows;                            // latentDim + rotaryDim wide

    /// @param batch sequences
    /// @param room  tokens that can be held
    public LatentCache(int batch, int room, LatentConfig config) {
        rows = new TokenRows(batch, 1, room, config.cacheWidth());
    }

    /// Tokens held so far.
    public int length() {
        return rows.length();
    }

    /// Tokens that can be held.
    public int room() {
        return rows.room();
    }

    /// Forgets the tokens from `newLength` on.
    public void truncate(int newLength) {
        rows.truncate(newLength);
    }

    /// Adds the latents and rotated keys of new tokens, `(batch, tokens, latentDim + rotaryDim)`.
    ///
    /// @throws IllegalArgumentException if they have another shape, or there is no room for them
    void append(Tensor added) {
        Shape expected = rows.shapeOf(added.size(1));
        if (!added.shape().equals(expected)) {
            throw new IllegalArgumentException(("new tokens must be (batch=%d, tokens, latentDim + "
                    + "rotaryDim=%d), got %s").formatted(expected.size(0), expected.size(2),
                    added.shape()));
        }
        rows.append(added);
    }

    /// `(batch, 1, room, latentDim + rotaryDim)`
    Tensor rows() {
        return rows.all();
    }
}
