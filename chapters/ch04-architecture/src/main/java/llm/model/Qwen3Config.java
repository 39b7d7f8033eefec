package llm.model;

import llm.attention.rotary.RotaryConfig;

/// Sizes and options of a Qwen3 model: Llama with a norm on each query and key head.
/// Source: Yang et al. (2025), "Qwen3 technical report", §2.
///
/// @param llama everything else
public record Qwen3Config(LlamaConfig llama) implements LlamaVariant {

    /// 596,049,920 parameters. Source: Yang et al. (2025), table 1.
    public static Qwen3Config of600M() {
        return new Qwen3Config(new LlamaConfig(151_936, 40_960, 1_024, 16, 8, 128, 28, 3_072,
                RotaryConfig.of(1_000_000), true, 1e-6));
    }

    @Override
    public Qwen3Config withUntiedHead() {
        return new Qwen3Config(llama.withUntiedHead());
    }

    @Override
    public Qwen3Config resized(int newVocabSize, int newLayers) {
        return new Qwen3Config(llama.resized(newVocabSize, newLayers));
    }

    @Override
    public BlockConfig block(int layer) {
        BlockConfig plain = llama.block(layer);
        return BlockConfig.of(plain.attention().withHeadNorm(llama.normEpsilon(), 0),
                plain.feedForward(), plain.norm());
    }
}
