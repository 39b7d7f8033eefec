package llm.model;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import llm.attention.AttentionConfig;
import llm.attention.KvCache;
import llm.tensor.IntTensor;

/// The tokens seen so far, and the keys and values that every layer has for them.
public final class ModelCache implements AutoCloseable {
    /// What stands before the first token.
    static final int NONE = -1;

    private final List<KvCache> layers;
    private final int[][] ids;                               // (batch, room)
    private final int limit;                                 // tokens that are rotated alike
    private boolean beyond;                                  // whether what is held is of a longer text

    private ModelCache(List<KvCache> layers, int[][] ids, int limit) {
        this.layers = layers;
        this.ids = ids;
        this.limit = limit;
    }

    /// Room for a model's sequences.
    ///
    /// @param batch   sequences
    /// @param room    tokens of each that can be held
    public static ModelCache of(DecoderConfig model, int batch, int room) {
        return new ModelCache(model.blocks().stream().map(block -> {
            AttentionConfig attention = block.attention();
            return new KvCache(batch, attention.kvHeads(), room, attention.headDim());
        }).toList(), new int[batch][room], model.blocks().stream()
                .flatMap(block -> Stream.ofNullable(block.attention().rotary()))
                .mapToInt(rotary -> rotary.scaling().changesBeyond()).min()
                .orElse(Integer.MAX_VALUE));
    }

    /// What stands before the first token of each of `batch` sequences.
    static int[] none(int batch) {
        int[] none = new int[batch];
        Arrays.fill(none, NONE);
        return none;
    }

    /// One cache for each block.
    public List<KvCache> layers() {
        return layers;
    }

    /// Tokens held.
    public int length() {
        return layers.getFirst().length();
    }

    /// Tokens that can be held.
    public int room() {
        return layers.getFirst().room();
    }

    /// Notes which tokens the layers are about to receive. Whether they fit, the layers check.
    ///
    /// @param added `(batch, tokens)`
    /// @return the token before them in each sequence, or [#NONE]; `(batch)`
    int[] append(IntTensor added) {
        int length = length();
        beyond = length + added.size(1) > limit;
        int[] before = new int[added.size(0)];
        int tokens = Math.min(added.size(1), room() - length);
        int[] all = added.values();
        for (int row = 0; row < Math.min(ids.length, added.size(0)); row++) {
            before[row] = length == 0 ? NONE : ids[row][length - 1];
            System.arraycopy(all, row * added.size(1), ids[row], length, tokens);
        }
        return before;
    }

    /// Whether so many further tokens make what is held useless, since positions of the longer (or,
    /// after [#truncate], shorter) text are rotated otherwise.
    boolean changesWith(int tokens) {
        return length() > 0 && beyond != length() + tokens > limit;
    }

    /// What is to be read for new tokens to be held: these; or all from the first on, which are
    /// forgotten, where [#changesWith] says so.
    IntTensor toRead(IntTensor added) {
        if (!changesWith(added.size(1))) {
            return added;
        }
        int held = length();
        int tokens = held + added.size(1);
        int[] all = new int[ids.length * tokens];
        for (int row = 0; row < ids.length; row++) {
            System.arraycopy(ids[row], 0, all, row * tokens, held);
            System.arraycopy(added.values(), row * added.size(1), all, row * tokens + held,
                    added.size(1));
        }
        truncate(0);
        return IntTensor.of(all, ids.length, tokens);
    }

    /// The same tokens in a cache of its own, with another amount of room.
    public ModelCache copy(int room) {
        return copy(length(), room);
    }

    /// The first `tokens` in a cache of its own, with another amount of room.
    public ModelCache copy(int tokens, int room) {
        ModelCache copy = new ModelCache(
                layers.stream().map(layer -> layer.copy(tokens, room)).toList(),
                Arrays.stream(ids).map(row -> Arrays.copyOf(row, room)).toArray(int[][]::new),
                limit);
        copy.beyond = beyond;
        return copy;
    }

    /// Memory that is held, room for further tokens included.
    public long bytes() {
        return layers.stream().mapToLong(KvCache::bytes).sum();
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
