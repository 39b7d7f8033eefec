package llm.attention;

/// Sizes and options of multi-head attention.
///
/// @param embDim    width of a token's vector
/// @param heads     query heads
/// @param kvHeads   key/value heads; each serves `heads / kvHeads` query heads
/// @param headDim   width of a head
/// @param dropout   share of attention weights hidden in training, in `[0, 1)`
/// @param qkvBias   whether queries, keys and values have a bias
/// @param outBias   whether the output projection has a bias
public record AttentionConfig(int embDim, int heads, int kvHeads, int headDim, double dropout,
                              boolean qkvBias, boolean outBias) {

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

    /// For the steps of the ladder before [GroupedQueryAttention].
    void requireUnsharedKeys() {
        if (kvHeads != heads) {
            throw new IllegalArgumentException("kvHeads must equal heads, got heads=%d, kvHeads=%d"
                    .formatted(heads, kvHeads));
        }
    }
}
