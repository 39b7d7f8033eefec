package llm.model;

import llm.attention.rotary.RotaryConfig;

/// Qwen3 with what helps a small model to learn fast: the book's own recipe.
///
/// An embedding norm without weights is a way to learn, and not another model: once trained, each
/// row of the table can be normalised in place, and the rest is Qwen3 ([#exported]). Smearing is
/// more than Qwen3 can say. Source: Jordan et al. (2024–2025), "modded-nanogpt".
///
/// @param qwen3         everything else
/// @param embeddingNorm whether each token's vector is scaled to root mean square 1
/// @param smear         whether each token sees the vector of the one before
public record ModernConfig(Qwen3Config qwen3, boolean embeddingNorm, boolean smear)
        implements LlamaVariant {

    /// The recipe at any size: an untied head, gated feed-forward layers of as many values as GPT-2's,
    /// normalised embeddings.
    public static ModernConfig of(int vocabSize, int contextLength, int embDim, int heads,
                                  int layers) {
        return new ModernConfig(new Qwen3Config(LlamaConfig.builder().vocabSize(vocabSize)
                .contextLength(contextLength).embDim(embDim).heads(heads).layers(layers)
                .ffDim(8 * embDim / 3).rotary(RotaryConfig.of(10_000)).normEpsilon(1e-6).build()),
                true, false);
    }

    @Override
    public LlamaConfig llama() {
        return qwen3.llama();
    }

    /// What a file holds: the norm is then in the table. [Qwen3Config] where nothing is smeared.
    @Override
    public DecoderConfig exported() {
        return smear ? new ModernConfig(qwen3, false, true) : qwen3;
    }

    /// The same with or without smearing.
    public ModernConfig withSmear(boolean on) {
        return new ModernConfig(qwen3, embeddingNorm, on);
    }

    /// The same with or without normalised embeddings.
    public ModernConfig withEmbeddingNorm(boolean on) {
        return new ModernConfig(qwen3, on, smear);
    }

    /// The same with the token embedding as its head.
    public ModernConfig withTiedHead() {
        return withSizes(llama().toBuilder().tiedHead(true).build());
    }

    @Override
    public ModernConfig withSizes(LlamaConfig sizes) {
        return new ModernConfig(new Qwen3Config(sizes), embeddingNorm, smear);
    }

    @Override
    public BlockConfig block(int layer) {
        return qwen3.block(layer);
    }
}
