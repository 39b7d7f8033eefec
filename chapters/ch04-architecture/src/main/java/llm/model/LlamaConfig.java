package llm.model;

import llm.attention.AttentionConfig;
import llm.attention.rotary.RotaryConfig;
import llm.attention.rotary.RotaryScaling;
import llm.model.FeedForwardConfig.Gate;
import org.jspecify.annotations.Nullable;

/// Sizes and options of a Llama 2 or Llama 3 model: GPT-2 with RMSNorm, rotary positions, a gated
/// feed-forward layer, shared key/value heads, and usually no biases.
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
/// @param biases        which linear layers have a bias
public record LlamaConfig(int vocabSize, int contextLength, int embDim, int heads, int kvHeads,
                          int headDim, int layers, int ffDim, RotaryConfig rotary,
                          boolean tiedHead, double normEpsilon, Biases biases)
        implements DecoderConfig {

    /// Which linear layers of a block have a bias.
    ///
    /// @param attention   queries, keys, values and output
    /// @param feedForward gate, up and down
    public record Biases(boolean attention, boolean feedForward) {
        /// None, as in every model that Meta has published.
        public static final Biases NONE = new Biases(false, false);
    }

    public LlamaConfig {
        ModelSize.requireSizes(vocabSize, contextLength, layers, embDim, ffDim);
        ModelSize.require("heads", heads, ModelSize.MOST_PARTS);
        ModelSize.require("headDim", headDim, ModelSize.MOST_WIDTH);
        if (headDim % 2 != 0) {
            throw new IllegalArgumentException(
                    "headDim must be even to make pairs, got " + headDim);
        }
        new NormConfig.Rms(normEpsilon, 0);                  // refuses what is no epsilon
        AttentionConfig.rotary(embDim, heads, kvHeads, headDim, rotary);
        rotary.scaling().frequencies(rotary.theta(), headDim, 1);    // refuses lists of other sizes
    }

    /// Without biases.
    public LlamaConfig(int vocabSize, int contextLength, int embDim, int heads, int kvHeads,
                       int headDim, int layers, int ffDim, RotaryConfig rotary,
                       boolean tiedHead, double normEpsilon) {
        this(vocabSize, contextLength, embDim, heads, kvHeads, headDim, layers, ffDim, rotary,
                tiedHead, normEpsilon, Biases.NONE);
    }

    /// Sizes by name. `kvHeads`, `headDim` and all that follows them have Llama 2's values unless
    /// they are given.
    public static Builder builder() {
        return new Builder();
    }

    /// The same configuration, to be changed.
    public Builder toBuilder() {
        return builder().vocabSize(vocabSize).contextLength(contextLength).embDim(embDim)
                .heads(heads).kvHeads(kvHeads).headDim(headDim).layers(layers).ffDim(ffDim)
                .rotary(rotary).tiedHead(tiedHead).normEpsilon(normEpsilon).biases(biases);
    }

    /// 6,738,415,616 parameters. Source: Touvron et al. (2023), "Llama 2", table 1.
    public static LlamaConfig llama2Of7B() {
        return builder().vocabSize(32_000).contextLength(4_096).embDim(4_096).heads(32).layers(32)
                .ffDim(11_008).build();
    }

    /// 1,235,814,400 parameters. Source: Meta's published configuration.
    public static LlamaConfig llama32Of1B() {
        return builder().vocabSize(128_256).contextLength(131_072).embDim(2_048).heads(32).kvHeads(8)
                .layers(16).ffDim(8_192).tiedHead(true)
                .rotary(RotaryConfig.of(500_000, new RotaryScaling.Llama3(32, 1, 4, 8_192)))
                .build();
    }

    @Override
    public LlamaConfig withContextLength(int tokens) {
        return toBuilder().contextLength(tokens).build();
    }

    @Override
    public int longestText() {
        return rotary.scaling().reach(contextLength);
    }

    @Override
    public LlamaConfig withUntiedHead() {
        return toBuilder().tiedHead(false).build();
    }

    @Override
    public LlamaConfig resized(int newVocabSize, int newLayers) {
        return toBuilder().vocabSize(newVocabSize).layers(newLayers).build();
    }

    @Override
    public BlockConfig block(int layer) {
        return BlockConfig.of(AttentionConfig.builder(embDim, heads).kvHeads(kvHeads)
                        .headDim(headDim).rotary(rotary).qkvBias(biases.attention())
                        .outBias(biases.attention()).build(),
                new FeedForwardConfig.Gated(ffDim, Gate.SILU, biases.feedForward()),
                new NormConfig.Rms(normEpsilon, 0));
    }

    /// Collects the sizes; [#build] checks them.
    public static final class Builder {
        private int vocabSize;
        private int contextLength;
        private int embDim;
        private int heads;
        private @Nullable Integer kvHeads;                   // null: as many as heads
        private @Nullable Integer headDim;                   // null: the heads share embDim
        private int layers;
        private int ffDim;
        private RotaryConfig rotary = RotaryConfig.of(10_000);
        private boolean tiedHead;
        private double normEpsilon = 1e-5;
        private Biases biases = Biases.NONE;

        private Builder() {
        }

        public Builder vocabSize(int size) {
            vocabSize = size;
            return this;
        }

        public Builder contextLength(int tokens) {
            contextLength = tokens;
            return this;
        }

        public Builder embDim(int size) {
            embDim = size;
            return this;
        }

        public Builder heads(int count) {
            heads = count;
            return this;
        }

        public Builder kvHeads(int count) {
            kvHeads = count;
            return this;
        }

        public Builder headDim(int size) {
            headDim = size;
            return this;
        }

        public Builder layers(int count) {
            layers = count;
            return this;
        }

        public Builder ffDim(int size) {
            ffDim = size;
            return this;
        }

        public Builder rotary(RotaryConfig config) {
            rotary = config;
            return this;
        }

        public Builder tiedHead(boolean tied) {
            tiedHead = tied;
            return this;
        }

        public Builder normEpsilon(double epsilon) {
            normEpsilon = epsilon;
            return this;
        }

        public Builder biases(Biases which) {
            biases = which;
            return this;
        }

        /// @throws IllegalArgumentException if a size is missing, or sizes do not fit each other
        public LlamaConfig build() {
            int shared = heads > 0 && embDim % heads == 0 ? embDim / heads : 0;
            return new LlamaConfig(vocabSize, contextLength, embDim, heads,
                    kvHeads == null ? heads : kvHeads, headDim == null ? shared : headDim, layers,
                    ffDim, rotary, tiedHead, normEpsilon, biases);
        }
    }
}
