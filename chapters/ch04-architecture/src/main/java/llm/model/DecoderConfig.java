package llm.model;

import java.util.List;
import java.util.stream.IntStream;
import llm.model.GptConfig.DropoutRates;

/// What one decoder-only Transformer differs from another in: the sizes, and what each block is
/// made of. Every family of models is one kind of it, described by what its paper names.
public sealed interface DecoderConfig permits GptConfig, LlamaConfig, LlamaVariant {

    /// Number of different tokens.
    int vocabSize();

    /// Tokens that it was made to look at.
    int contextLength();

    /// Most tokens it can look at, which scaled rotary positions may stretch.
    default int longestText() {
        return contextLength();
    }

    /// Width of a token's vector.
    int embDim();

    /// Transformer blocks.
    int layers();

    /// Whether the output head is the token embedding.
    boolean tiedHead();

    /// What block number `layer` is made of.
    BlockConfig block(int layer);

    /// The same with an output head of its own.
    DecoderConfig withUntiedHead();

    /// The same model, able to look at another number of tokens.
    DecoderConfig withContextLength(int tokens);

    /// The same with another vocabulary and fewer or more layers.
    DecoderConfig resized(int newVocabSize, int newLayers);

    /// Whether a table of vectors says where a token stands; else the heads are rotated.
    default boolean learnedPositions() {
        return false;
    }

    /// What token embeddings are multiplied by.
    default double embeddingScale() {
        return 1;
    }

    /// Whether each token's vector is scaled to root mean square 1 before the first block.
    default boolean embeddingNorm() {
        return false;
    }

    /// Whether each token sees the vector of the one before.
    default boolean smear() {
        return false;
    }

    /// The same function without what only training needs.
    default DecoderConfig exported() {
        return this;
    }

    /// Shares of values hidden in training.
    default DropoutRates dropout() {
        return DropoutRates.NONE;
    }

    /// The norm before the head, of the kind that the blocks have.
    default NormConfig finalNorm() {
        return block(0).norm();
    }

    /// All blocks from the first to the last.
    default List<BlockConfig> blocks() {
        return IntStream.range(0, layers()).mapToObj(this::block).toList();
    }
}
