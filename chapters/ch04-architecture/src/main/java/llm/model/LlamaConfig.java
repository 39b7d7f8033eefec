package llm.model;

import llm.attention.AttentionConfig;
import llm.attention.rotary.RotaryConfig;
import llm.attention.rotary.RotaryScaling;
import llm.model.FeedForwardConfig.Gate;

/// Sizes and options of a Llama 2 or Llama 3 model: GPT-2 with RMSNorm, rotary positions, a gated
/// feed-forward layer, shared key/value heads, and no biases.
/// Source: Touvron et al. (2023), "Llama 2", §2.2; Grattafiori et al. (2024), §3.2.
///
/// @param vocabSize     number of different tokens
/// @param contextLength most tokens it can look at
/// @param embDim        width of a token's vector
/// @param heads         query heads
/// @param kvHeads       key/value heads
/// @param headDim       width of a head
/// @param layers        Transformer blocks
/// @param ffDim         width inside a feed-forward layer
/// @param rotary        how positions rotate queries and keys
/// @param tiedHead      whether the output head is the token embedding
/// @param normEpsilon   keeps the divisor of a norm from 0
public record LlamaConfig(int vocabSize, int contextLength, int embDim, int heads, int kvHeads,
                          int headDim, int layers, int ffDim, RotaryConfig rotary,
                          boolean tiedHead, double normEpsilon) implements DecoderConfig {

    public LlamaConfig {
        if (vocabSize < 1 || contextLength < 1 || layers < 1 || ffDim < 1) {
            throw new IllegalArgumentException(("vocabSize, contextLength, layers and ffDim must be "
                    + "1 or more, got vocabSize=%d, contextLength=%d, layers=%d, ffDim=%d")
                    .formatted(vocabSize, contextLength, layers, ffDim));
        }
        if (headDim % 2 != 0) {
            throw new IllegalArgumentException(
                    "headDim must be even to make pairs, got " + headDim);
        }
        AttentionConfig.rotary(embDim, heads, kvHeads, headDim, rotary);
    }

    /// 6,738,415,616 parameters. Source: Touvron et al. (2023), "Llama 2", table 1.
    public static LlamaConfig llama2Of7B() {
        return new LlamaConfig(32_000, 4_096, 4_096, 32, 32, 128, 32, 11_008,
                RotaryConfig.of(10_000), false, 1e-5);
    }

    /// 1,235,814,400 parameters. Source: Meta's published configuration.
    public static LlamaConfig llama32Of1B() {
        return new LlamaConfig(128_256, 131_072, 2_048, 32, 8, 64, 16, 8_192,
                RotaryConfig.of(500_000, new RotaryScaling.Llama3(32, 1, 4, 8_192)), true, 1e-5);
    }

    /// The same model, able to look at another number of tokens.
    public LlamaConfig withContextLength(int tokens) {
        return new LlamaConfig(vocabSize, tokens, embDim, heads, kvHeads, headDim, layers, ffDim,
                rotary, tiedHead, normEpsilon);
    }

    @Override
    public int longestText() {
        return rotary.scaling().reach(contextLength);
    }

    @Override
    public LlamaConfig withUntiedHead() {
        return new LlamaConfig(vocabSize, contextLength, embDim, heads, kvHeads, headDim, layers,
                ffDim, rotary, false, normEpsilon);
    }

    @Override
    public LlamaConfig resized(int newVocabSize, int newLayers) {
        return new LlamaConfig(newVocabSize, contextLength, embDim, heads, kvHeads, headDim,
                newLayers, ffDim, rotary, tiedHead, normEpsilon);
    }

    @Override
    public BlockConfig block(int layer) {
        return BlockConfig.of(AttentionConfig.rotary(embDim, heads, kvHeads, headDim, rotary),
                new FeedForwardConfig.Gated(ffDim, Gate.SILU), new NormConfig.Rms(normEpsilon, 0));
    }
}
