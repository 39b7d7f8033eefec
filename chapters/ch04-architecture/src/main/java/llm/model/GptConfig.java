package llm.model;

import llm.attention.AttentionConfig;
import llm.model.BlockConfig.NormPlace;
import org.jspecify.annotations.Nullable;

/// Sizes and options of a GPT-2 model.
///
/// @param vocabSize     number of different tokens
/// @param contextLength most tokens it can look at
/// @param embDim        width of a token's vector
/// @param heads         attention heads, which share `embDim` among them
/// @param layers        Transformer blocks
/// @param ffDim         width inside a feed-forward layer
/// @param qkvBias       whether queries, keys and values have a bias
/// @param tiedHead      whether the output head is the token embedding
/// @param dropout       shares of values hidden in training
/// @param normEpsilon   keeps the divisor of layer norm from 0
public record GptConfig(int vocabSize, int contextLength, int embDim, int heads, int layers,
                        int ffDim, boolean qkvBias, boolean tiedHead, DropoutRates dropout,
                        double normEpsilon) implements DecoderConfig {
    private static final int GPT2_VOCABULARY = 50_257;
    private static final int GPT2_CONTEXT = 1_024;

    /// Where dropout acts: on the embeddings, on attention weights, on what a layer adds to its
    /// residual.
    public record DropoutRates(double embedding, double attention, double residual) {
        public static final DropoutRates NONE = new DropoutRates(0, 0, 0);

        public DropoutRates {
            if (!isRate(embedding) || !isRate(attention) || !isRate(residual)) {
                throw new IllegalArgumentException(("dropout rates must be in [0, 1), got "
                        + "embedding=%s, attention=%s, residual=%s")
                        .formatted(embedding, attention, residual));
            }
        }

        private static boolean isRate(double rate) {
            return rate >= 0 && rate < 1;
        }

        /// The same rate everywhere.
        public static DropoutRates all(double rate) {
            return new DropoutRates(rate, rate, rate);
        }
    }

    public GptConfig {
        ModelSize.requireSizes(vocabSize, contextLength, layers, embDim, ffDim);
        new NormConfig.Layer(normEpsilon);                   // refuses what is no epsilon
        AttentionConfig.multiHead(embDim, heads, dropout.attention(), qkvBias);
    }

    /// GPT-2's form at any size: `ffDim = 4 · embDim`, biases, tied head, no dropout.
    public static GptConfig of(int vocabSize, int contextLength, int embDim, int heads,
                               int layers) {
        return builder().vocabSize(vocabSize).contextLength(contextLength).embDim(embDim)
                .heads(heads).layers(layers).build();
    }

    /// Sizes by name. `ffDim` and all that follows it have GPT-2's values unless they are given;
    /// there is no dropout.
    public static Builder builder() {
        return new Builder();
    }

    /// The same configuration, to be changed.
    public Builder toBuilder() {
        return builder().vocabSize(vocabSize).contextLength(contextLength).embDim(embDim)
                .heads(heads).layers(layers).ffDim(ffDim).qkvBias(qkvBias).tiedHead(tiedHead)
                .dropout(dropout).normEpsilon(normEpsilon);
    }

    /// 124,439,808 parameters. Source: Radford et al. (2019), table 2.
    public static GptConfig gpt2Small() {
        return of(GPT2_VOCABULARY, GPT2_CONTEXT, 768, 12, 12);
    }

    /// 354,823,168 parameters.
    public static GptConfig gpt2Medium() {
        return of(GPT2_VOCABULARY, GPT2_CONTEXT, 1_024, 16, 24);
    }

    /// 774,030,080 parameters.
    public static GptConfig gpt2Large() {
        return of(GPT2_VOCABULARY, GPT2_CONTEXT, 1_280, 20, 36);
    }

    /// 1,557,611,200 parameters.
    public static GptConfig gpt2Xl() {
        return of(GPT2_VOCABULARY, GPT2_CONTEXT, 1_600, 25, 48);
    }

    /// As many values as a head has.
    public int headDim() {
        return embDim / heads;
    }

    public GptConfig withVocabSize(int size) {
        return resized(size, layers);
    }

    @Override
    public GptConfig withContextLength(int tokens) {
        return toBuilder().contextLength(tokens).build();
    }

    public GptConfig withDropout(DropoutRates rates) {
        return toBuilder().dropout(rates).build();
    }

    /// The form the course counts first: queries, keys and values without a bias.
    public GptConfig withoutQkvBias() {
        return toBuilder().qkvBias(false).build();
    }

    @Override
    public GptConfig withUntiedHead() {
        return toBuilder().tiedHead(false).build();
    }

    @Override
    public BlockConfig block(int layer) {
        return new BlockConfig(
                AttentionConfig.multiHead(embDim, heads, dropout.attention(), qkvBias),
                new FeedForwardConfig.Gelu(ffDim), new NormConfig.Layer(normEpsilon),
                NormPlace.BEFORE, dropout.residual());
    }

    @Override
    public GptConfig resized(int newVocabSize, int newLayers) {
        return toBuilder().vocabSize(newVocabSize).layers(newLayers).build();
    }

    @Override
    public boolean learnedPositions() {
        return true;
    }

    /// Collects the sizes; [#build] checks them.
    public static final class Builder {
        private int vocabSize;
        private int contextLength;
        private int embDim;
        private int heads;
        private int layers;
        private @Nullable Integer ffDim;                     // null: 4 · embDim
        private boolean qkvBias = true;
        private boolean tiedHead = true;
        private DropoutRates dropout = DropoutRates.NONE;
        private double normEpsilon = 1e-5;

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

        public Builder layers(int count) {
            layers = count;
            return this;
        }

        public Builder ffDim(int size) {
            ffDim = size;
            return this;
        }

        public Builder qkvBias(boolean biased) {
            qkvBias = biased;
            return this;
        }

        public Builder tiedHead(boolean tied) {
            tiedHead = tied;
            return this;
        }

        public Builder dropout(DropoutRates rates) {
            dropout = rates;
            return this;
        }

        public Builder normEpsilon(double epsilon) {
            normEpsilon = epsilon;
            return this;
        }

        /// @throws IllegalArgumentException if a size is missing, or sizes do not fit each other
        public GptConfig build() {
            return new GptConfig(vocabSize, contextLength, embDim, heads, layers,
                    ffDim == null ? 4 * embDim : ffDim, qkvBias, tiedHead, dropout, normEpsilon);
        }
    }
}
