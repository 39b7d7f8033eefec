package llm.model;

import llm.attention.AttentionConfig;

/// What a Transformer block is made of.
///
/// @param attention   lets tokens gather from those before them
/// @param feedForward works on each token by itself
/// @param norm        what stands before both
/// @param normAfter   whether one more stands behind each, before the residual (Gemma 3)
/// @param dropout     share of what a layer adds to its residual that is hidden in training
public record BlockConfig(AttentionConfig attention, FeedForwardConfig feedForward,
                          NormConfig norm, boolean normAfter, double dropout) {

    /// Norms before the layers only, no dropout.
    public static BlockConfig of(AttentionConfig attention, FeedForwardConfig feedForward,
                                 NormConfig norm) {
        return new BlockConfig(attention, feedForward, norm, false, 0);
    }
}
