package llm.model;

import llm.attention.rotary.RotaryConfig;

/// Sizes and options of a Qwen3 model with a mixture of experts in every block.
/// Source: Yang et al. (2025), "Qwen3 technical report", §2.
///
/// @param llama   everything else; its `ffDim` is that of a block without experts, and unused
/// @param experts the feed-forward layers and how many of them a token uses
public record Qwen3MoeConfig(LlamaConfig llama, FeedForwardConfig.Experts experts)
        implements LlamaVariant {

    /// 30,532,122,624 parameters, of which a token uses 3,353,032,704.
    /// Source: Yang et al. (2025), table 2.
    public static Qwen3MoeConfig of30B() {
        return new Qwen3MoeConfig(new LlamaConfig(151_936, 40_960, 2_048, 32, 4, 128, 48, 6_144,
                RotaryConfig.of(1_000_000), false, 1e-6),
                new FeedForwardConfig.Experts(128, 8, 768));
    }

    @Override
    public Qwen3MoeConfig withUntiedHead() {
        return new Qwen3MoeConfig(llama.withUntiedHead(), experts);
    }

    @Override
    public Qwen3MoeConfig resized(int newVocabSize, int newLayers) {
        return new Qwen3MoeConfig(llama.resized(newVocabSize, newLayers), experts);
    }

    @Override
    public BlockConfig block(int layer) {
        BlockConfig dense = new Qwen3Config(llama).block(layer);
        return BlockConfig.of(dense.attention(), experts, dense.norm());
    }
}
