package llm.attention;

import llm.attention.rotary.RotaryConfig;
import org.jspecify.annotations.Nullable;

/// Sizes and options of multi-head attention.
///
/// @param embDim    width of a token's vector
/// @param heads     query heads
/// @param kvHeads   key/value heads; each serves `heads / kvHeads` query heads
/// @param headDim   width of a head
/// @param dropout   share of attention weights hidden in training, in `[0, 1)`
/// @param qkvBias   whether queries, keys and values have a bias
/// @param outBias   whether the output projection has a bias
/// @param rotary    how positions rotate queries and keys; null where they do not
/// @param headNorm  how each query and key head is normalised; null where it is not
/// @param scale     factor of the scores
/// @param window    how many of the last tokens a token sees, itself included
public record AttentionConfig(int embDim, int heads, int kvHeads, int headDim, double dropout,
                              boolean qkvBias, boolean outBias, @Nullable RotaryConfig rotary,
                              @Nullable HeadNorm headNorm, double scale, int window) {
    private static final int NO_WINDOW = Integer.MAX_VALUE;

    /// RMSNorm over each head's `headDim` values. Source: Dehghani et al. (2023), §2.
    ///
    /// @param epsilon keeps the divisor from 0
    /// @param shift   0, or 1 where the stored weight is the distance from 1 (Gemma)
    public record HeadNorm(double epsilon, double shift) {
    }

    public AttentionConfig {
        if (embDim < 1 || heads < 1 || headDim < 1) {
            throw new IllegalArgumentException(("embDim, heads and headDim must be 1 or more, got "
                    + "embDim=%d, heads=%d, headDim=%d").formatted(embDim, heads, headDim));
        }
        if (kvHeads < 1 || heads % kvHeads != 0) {
            throw new IllegalArgumentException("heads must be a multiple of kvHeads, got heads=%d, "
                    .formatted(heads) + "kvHeads=" + kvHeads);
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("dropout must be in [0, 1), got " + dropout);
        }
        if (!(scale > 0 && scale < Double.POSITIVE_INFINITY) || window < 1) {
            throw new IllegalArgumentException("scale must be above 0 and finite and window 1 or "
                    + "more, got scale=" + scale + ", window=" + window);
        }
    }

    /// Positions and norms left to others, scores scaled by `1/√headDim`, no window.
    public AttentionConfig(int embDim, int heads, int kvHeads, int headDim, double dropout,
                           boolean qkvBias, boolean outBias) {
        this(embDim, heads, kvHeads, headDim, dropout, qkvBias, outBias, null, null,
                1 / Math.sqrt(headDim), NO_WINDOW);
    }

    /// As many key/value heads as heads, which share `embDim` among them: GPT-2's form.
    ///
    /// @throws IllegalArgumentException if `embDim` is not a multiple of `heads`
    public static AttentionConfig multiHead(int embDim, int heads, double dropout,
                                            boolean qkvBias) {
        if (heads < 1 || embDim % heads != 0) {
            throw new IllegalArgumentException("embDim must be a multiple of heads, got embDim=%d, "
                    .formatted(embDim) + "heads=" + heads);
        }
        return new AttentionConfig(embDim, heads, heads, embDim / heads, dropout, qkvBias, true);
    }

    /// Rotary positions and no bias: Llama's form.
    public static AttentionConfig rotary(int embDim, int heads, int kvHeads, int headDim,
                                         RotaryConfig rotary) {
        return new AttentionConfig(embDim, heads, kvHeads, headDim, 0, false, false, rotary, null,
                1 / Math.sqrt(headDim), NO_WINDOW);
    }

    /// The same with normalised queries and keys.
    public AttentionConfig withHeadNorm(double epsilon, double shift) {
        return new AttentionConfig(embDim, heads, kvHeads, headDim, dropout, qkvBias, outBias,
                rotary, new HeadNorm(epsilon, shift), scale, window);
    }

    /// The same with another factor of the scores.
    public AttentionConfig withScale(double factor) {
        return new AttentionConfig(embDim, heads, kvHeads, headDim, dropout, qkvBias, outBias,
                rotary, headNorm, factor, window);
    }

    /// The same with a token seeing only the last `tokens`, itself included.
    public AttentionConfig withWindow(int tokens) {
        return new AttentionConfig(embDim, heads, kvHeads, headDim, dropout, qkvBias, outBias,
                rotary, headNorm, scale, tokens);
    }

    /// Width of a token's keys, or of its values.
    public int kvWidth() {
        return kvHeads * headDim;
    }

    /// For the steps of the ladder before [GroupedQueryAttention].
    void requireUnsharedKeys() {
        if (kvHeads != heads) {
            throw new IllegalArgumentException("kvHeads must equal heads, got heads=%d, kvHeads=%d"
                    .formatted(heads, kvHeads));
        }
    }
}
