package llm.model;

import java.util.List;
import llm.attention.AttentionConfig;
import llm.attention.KvCache;

/// The keys and values of every layer for the tokens seen so far.
///
/// @param layers one cache for each block
public record ModelCache(List<KvCache> layers) implements AutoCloseable {

    /// Room for a model's sequences.
    ///
    /// @param batch   sequences
    /// @param room    tokens of each that can be held
    public static ModelCache of(DecoderConfig model, int batch, int room) {
        return new ModelCache(model.blocks().stream().map(block -> {
            AttentionConfig attention = block.attention();
            return new KvCache(batch, attention.kvHeads(), room, attention.headDim());
        }).toList());
    }

    /// Tokens held.
    public int length() {
        return layers.getFirst().length();
    }

    /// Tokens that can be held.
    public int room() {
        return layers.getFirst().room();
    }

    /// The same tokens in a cache of its own, with another amount of room.
    public ModelCache copy(int room) {
        return new ModelCache(layers.stream().map(layer -> layer.copy(room)).toList());
    }

    /// Returns the memory at once.
    @Override
    public void close() {
        layers.forEach(KvCache::close);
    }

    /// Forgets the tokens from `length` on.
    public void truncate(int length) {
        layers.forEach(layer -> layer.truncate(length));
    }
}
