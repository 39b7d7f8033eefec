package llm.model;

import llm.attention.AttentionConfig;

/// What a Transformer block is made of.
///
/// @param attention   lets tokens gather from those before them
/// @param feedForward works on each token by itself
/// @param norm        what normalises vectors around both
/// @param normPlace   where it stands
/// @param dropout     share of what a layer adds to its residual that is hidden in training
public record BlockConfig(AttentionConfig attention, FeedForwardConfig feedForward,
                          NormConfig norm, NormPlace normPlace, double dropout) {

    /// Where norms stand around a layer: before it, on what it reads (GPT-2, Llama); behind it, on
    /// what it adds to the residual (OLMo 2); or in both places (Gemma 3).
    public enum NormPlace {
        BEFORE, AFTER, BOTH;

        boolean isBefore() {
            return this != AFTER;
        }

        boolean isAfter() {
            return this != BEFORE;
        }

        /// Norms in a block, around attention and around the feed-forward layer.
        int norms() {
            return this == BOTH ? 4 : 2;
        }
    }

    /// Norms before the layers only, no dropout.
    public static BlockConfig of(AttentionConfig attention, FeedForwardConfig feedForward,
                                 NormConfig norm) {
        return new BlockConfig(attention, feedForward, norm, NormPlace.BEFORE, 0);
    }
}
