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
        return new Qwen3MoeConfig(LlamaConfig.builder().vocabSize(151_936).contextLength(40_960)
                .embDim(2_048).heads(32).kvHeads(4).headDim(128).layers(48).ffDim(6_144)
                .rotary(RotaryConfig.of(1_000_000)).normEpsilon(1e-6).build(),
                new FeedForwardConfig.Experts(128, 8, 768));
    }

    @Override
    public Qwen3MoeConfig withSizes(LlamaConfig sizes) {
        return new Qwen3MoeConfig(sizes, experts);
    }

    @Override
    public BlockConfig block(int layer) {
        BlockConfig dense = new Qwen3Config(llama).block(layer);
        return BlockConfig.of(dense.attention(), experts, dense.norm());
    }
}
