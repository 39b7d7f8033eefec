package llm.attention;

import llm.attention.rotary.RotaryConfig;

/// Sizes of multi-head latent attention.
///
/// @param embDim    width of a token's vector
/// @param heads     attention heads
/// @param headDim   width of a head's queries, keys and values, positions left out
/// @param latentDim width of what all heads make their keys and values from
/// @param rotaryDim width of what a head adds to tell positions; its key is one for all heads
/// @param rotary    how positions rotate that part
public record LatentConfig(int embDim, int heads, int headDim, int latentDim, int rotaryDim,
                           RotaryConfig rotary) {

    public LatentConfig {
        if (embDim < 1 || heads < 1 || headDim < 1 || latentDim < 1) {
            throw new IllegalArgumentException(("embDim, heads, headDim and latentDim must be 1 or "
                    + "more, got embDim=%d, heads=%d, headDim=%d, latentDim=%d")
                    .formatted(embDim, heads, headDim, latentDim));
        }
        if (rotaryDim < 2 || rotaryDim % 2 != 0) {
            throw new IllegalArgumentException(
                    "rotaryDim must be even to make pairs, got " + rotaryDim);
        }
    }

    /// The proportions of DeepSeek-V2: a latent as wide as four heads, half a head for positions.
    /// Source: Liu et al. (2024), §2.1.4.
    public static LatentConfig of(int embDim, int heads, int headDim, RotaryConfig rotary) {
        return new LatentConfig(embDim, heads, headDim, 4 * headDim, headDim / 2, rotary);
    }

    /// [#cacheWidth()] in these proportions, which is the same for any number of heads.
    public static int cacheWidth(int headDim) {
        return 4 * headDim + headDim / 2;
    }

    /// Values that the cache holds for one token: the latent and the rotated key.
    public int cacheWidth() {
        return latentDim + rotaryDim;
    }

    /// Factor of the scores, which are sums of `headDim + rotaryDim` products.
    double scale() {
        return 1 / Math.sqrt(headDim + rotaryDim);
    }
}
