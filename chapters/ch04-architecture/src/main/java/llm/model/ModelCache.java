package llm.model;

import java.util.List;
import java.util.stream.IntStream;
import llm.attention.KvCache;

/// The keys and values of every layer for the tokens seen so far.
///
/// @param layers one cache for each block
public record ModelCache(List<KvCache> layers) {

    /// @param layers number of blocks
    /// @param batch  sequences
    /// @param room   tokens that can be held
    /// @param width  `kvHeads · headDim`
    public static ModelCache of(int layers, int batch, int room, int width) {
        return new ModelCache(IntStream.range(0, layers)
                .mapToObj(_ -> new KvCache(batch, room, width)).toList());
    }

    /// Tokens held.
    public int length() {
        return layers.getFirst().length();
    }

    /// Forgets the tokens from `length` on.
    public void truncate(int length) {
        layers.forEach(layer -> layer.truncate(length));
    }
}
