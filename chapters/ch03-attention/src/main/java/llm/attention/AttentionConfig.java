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
/// @param headNorm  how queries and keys are normalised; null where they are not
/// @param scale     factor of the scores
/// @param window    how many of the last tokens a token sees, itself included
public record AttentionConfig(int embDim, int heads, int kvHeads, int headDim, double dropout,
                              boolean qkvBias, boolean outBias, @Nullable RotaryConfig rotary,
                              @Nullable HeadNorm headNorm, double scale, int window) {
    private static final int NO_WINDOW = Integer.MAX_VALUE;

    /// RMSNorm of queries and keys. Source: Dehghani et al. (2023), §2.
    ///
    /// @param epsilon   keeps the divisor from 0
    /// @param shift     0, or 1 where the stored weight is the distance from 1 (Gemma)
    /// @param allAsOne  whether it is over the values of all heads together (OLMo 2), not over each
    ///                  head's `headDim`
    public record HeadNorm(double epsilon, double shift, boolean allAsOne) {

        /// Over each head by itself.
        public HeadNorm(double epsilon, double shift) {
            this(epsilon, shift, false);
        }
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

    /// Options by name: so many heads that share `embDim` among them, without biases, positions,
    /// norms, dropout and window; scores are scaled by `1/√headDim`.
    public static Builder builder(int embDim, int heads) {
        return new Builder(embDim, heads);
    }

    /// The same configuration, to be changed.
    public Builder toBuilder() {
        return builder(embDim, heads).kvHeads(kvHeads).headDim(headDim).dropout(dropout)
                .qkvBias(qkvBias).outBias(outBias).rotary(rotary).headNorm(headNorm).scale(scale)
                .window(window);
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
        return builder(embDim, heads).dropout(dropout).qkvBias(qkvBias).outBias(true).build();
    }

    /// Rotary positions and no bias: Llama's form.
    public static AttentionConfig rotary(int embDim, int heads, int kvHeads, int headDim,
                                         RotaryConfig rotary) {
        return builder(embDim, heads).kvHeads(kvHeads).headDim(headDim).rotary(rotary).build();
    }

    /// The same with normalised queries and keys.
    public AttentionConfig withHeadNorm(double epsilon, double shift) {
        return toBuilder().headNorm(new HeadNorm(epsilon, shift)).build();
    }

    /// The same with another factor of the scores.
    public AttentionConfig withScale(double factor) {
        return toBuilder().scale(factor).build();
    }

    /// The same with a token seeing only the last `tokens`, itself included.
    public AttentionConfig withWindow(int tokens) {
        return toBuilder().window(tokens).build();
    }

    /// Whether a token sees the last tokens only.
    public boolean hasWindow() {
        return window != NO_WINDOW;
    }

    /// Width of a token's queries.
    public int queryWidth() {
        return heads * headDim;
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

    /// Collects the options; [#build] checks them.
    public static final class Builder {
        private final int embDim;
        private final int heads;
        private int kvHeads;
        private int headDim;
        private double dropout;
        private boolean qkvBias;
        private boolean outBias;
        private @Nullable RotaryConfig rotary;
        private @Nullable HeadNorm headNorm;
        private @Nullable Double scale;                      // null: 1/√headDim
        private int window = NO_WINDOW;

        private Builder(int embDim, int heads) {
            this.embDim = embDim;
            this.heads = heads;
            kvHeads = heads;
            headDim = heads > 0 ? embDim / heads : 0;
        }

        public Builder kvHeads(int count) {
            kvHeads = count;
            return this;
        }

        public Builder headDim(int size) {
            headDim = size;
            return this;
        }

        public Builder dropout(double share) {
            dropout = share;
            return this;
        }

        public Builder qkvBias(boolean biased) {
            qkvBias = biased;
            return this;
        }

        public Builder outBias(boolean biased) {
            outBias = biased;
            return this;
        }

        public Builder rotary(@Nullable RotaryConfig config) {
            rotary = config;
            return this;
        }

        public Builder headNorm(@Nullable HeadNorm norm) {
            headNorm = norm;
            return this;
        }

        public Builder scale(double factor) {
            scale = factor;
            return this;
        }

        public Builder window(int tokens) {
            window = tokens;
            return this;
        }

        /// @throws IllegalArgumentException if options do not fit each other
        public AttentionConfig build() {
            return new AttentionConfig(embDim, heads, kvHeads, headDim, dropout, qkvBias, outBias,
                    rotary, headNorm, scale == null ? 1 / Math.sqrt(headDim) : scale, window);
        }
    }
}
