package llm.model;

import llm.attention.rotary.RotaryConfig;

/// Sizes and options of a Qwen3 model: Llama with a norm on each query and key head.
/// Source: Yang et al. (2025), "Qwen3 technical report", §2.
///
/// @param llama everything else
public record Qwen3Config(LlamaConfig llama) implements LlamaVariant {

    /// 596,049,920 parameters. Source: Yang et al. (2025), table 1.
    public static Qwen3Config of600M() {
        return new Qwen3Config(LlamaConfig.builder().vocabSize(151_936).contextLength(40_960)
                .embDim(1_024).heads(16).kvHeads(8).headDim(128).layers(28).ffDim(3_072)
                .rotary(RotaryConfig.of(1_000_000)).tiedHead(true).normEpsilon(1e-6).build());
    }

    @Override
    public Qwen3Config withSizes(LlamaConfig sizes) {
        return new Qwen3Config(sizes);
    }

    @Override
    public BlockConfig block(int layer) {
        BlockConfig plain = llama.block(layer);
        return BlockConfig.of(plain.attention().withHeadNorm(llama.normEpsilon(), 0),
                plain.feedForward(), plain.norm());
    }
}
