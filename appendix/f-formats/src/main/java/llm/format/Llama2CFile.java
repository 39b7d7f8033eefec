package llm.format;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import llm.model.LlamaConfig;
import llm.tensor.Shape;
import llm.tensor.Tensor;
import llm.tensor.file.TensorFile;

/// A checkpoint of llama2.c: seven whole numbers, then float32 arrays in a fixed order, each for
/// all layers at once. Its tensors appear here under Hugging Face's names.
/// Source: the first version of the export format, github.com/karpathy/llama2.c.
final class Llama2CFile implements TensorFile {
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int HEADER_BYTES = 7 * Integer.BYTES;

    private final Path file;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment data;
    private final LlamaConfig config;
    private final Map<String, Place> places = new LinkedHashMap<>();
    private long end = HEADER_BYTES;

    /// Where a tensor's values begin, in bytes.
    private record Place(long at, Shape shape) {
    }

    private Llama2CFile(Path file) throws IOException {
        this.file = file;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            data = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
        }
        try {
            config = readConfig();
            layOut();
            requireSize();
        } catch (RuntimeException refused) {
            arena.close();
            throw refused;
        }
    }

    /// @throws IllegalArgumentException if the file is truncated or not of this format
    static Llama2CFile open(Path file) throws IOException {
        return new Llama2CFile(file);
    }

    LlamaConfig config() {
        return config;
    }

    private LlamaConfig readConfig() {
        int[] n = new int[7];
        for (int i = 0; i < n.length && data.byteSize() >= HEADER_BYTES; i++) {
            n[i] = data.get(INT, (long) i * Integer.BYTES);
        }
        int embDim = n[0];
        int heads = n[3];
        if (embDim < 1 || heads < 1 || embDim % heads != 0 || n[5] == Integer.MIN_VALUE
                || n[2] < 1 || n[2] > data.byteSize() / Float.BYTES) {  // a value in each layer
            throw new IllegalArgumentException(("%s must begin with the sizes of a llama2.c model, "
                    + "got dim=%d, hidden_dim=%d, n_layers=%d, n_heads=%d, n_kv_heads=%d, "
                    + "vocab_size=%d, seq_len=%d").formatted(file, n[0], n[1], n[2], n[3], n[4],
                    n[5], n[6]));
        }
        try {
            return config(n);
        } catch (IllegalArgumentException refused) {
            throw new IllegalArgumentException(file + ": " + refused.getMessage(), refused);
        }
    }

    private static LlamaConfig config(int[] n) {
        int embDim = n[0];
        int heads = n[3];
        return LlamaConfig.builder().vocabSize(Math.abs(n[5])).contextLength(n[6]).embDim(embDim)
                .heads(heads).kvHeads(n[4]).layers(n[2]).ffDim(n[1]).tiedHead(n[5] > 0).build();
    }

    private void layOut() {
        int embDim = config.embDim();
        int kvDim = config.kvHeads() * config.headDim();
        place("model.embed_tokens.weight", config.vocabSize(), embDim);
        placeLayers("input_layernorm", embDim);
        placeLayers("self_attn.q_proj", embDim, embDim);
        placeLayers("self_attn.k_proj", kvDim, embDim);
        placeLayers("self_attn.v_proj", kvDim, embDim);
        placeLayers("self_attn.o_proj", embDim, embDim);
        placeLayers("post_attention_layernorm", embDim);
        placeLayers("mlp.gate_proj", config.ffDim(), embDim);
        placeLayers("mlp.down_proj", embDim, config.ffDim());
        placeLayers("mlp.up_proj", config.ffDim(), embDim);
        place("model.norm.weight", embDim);
        end += (long) config.contextLength() * config.headDim() * Float.BYTES;   // sines, cosines
        if (!config.tiedHead()) {
            place("lm_head.weight", config.vocabSize(), embDim);
        }
    }

    private void placeLayers(String name, int... shape) {
        for (int layer = 0; layer < config.layers(); layer++) {
            place("model.layers." + layer + "." + name + ".weight", shape);
        }
    }

    private void place(String name, int... shape) {
        Place place = new Place(end, Shape.of(shape));
        places.put(name, place);
        end += place.shape.elements() * Float.BYTES;
    }

    private void requireSize() {
        if (data.byteSize() != end) {
            throw new IllegalArgumentException(
                    "%s must have the %d bytes that its sizes ask for, got %d"
                            .formatted(file, end, data.byteSize()));
        }
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(places.keySet());
    }

    @Override
    public Shape shape(String name) {
        return place(name).shape;
    }

    @Override
    public void readInto(String name, Tensor target) {
        Place place = place(name);
        target.backend().memory().write(
                data.asSlice(place.at, place.shape.elements() * Float.BYTES), target.storage());
        target.storage().changed();
    }

    private Place place(String name) {
        Place place = places.get(name);
        if (place == null) {
            throw new IllegalArgumentException(file + " must hold a tensor " + name
                    + ", got a llama2.c model without");
        }
        return place;
    }

    @Override
    public void close() {
        arena.close();
    }
}
