package llm.tools.broken;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What lies where in an unharmed file of a binary format, found without the readers under test.
final class Regions {
    private static final int STRING = 8;                     // kinds of a GGUF setting
    private static final int ARRAY = 9;
    private static final int[] KIND_BYTES = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};
    private static final int ALIGNMENT = 32;
    private static final int TAR_BLOCK = 512;
    private static final int CENTRAL = 0x02014b50;           // of a zip archive, where names are
    private static final int CENTRAL_NAME = 46;

    private final ByteBuffer bytes;
    private final List<Region> all = new ArrayList<>();

    private Regions(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// @param name the name of the file, whose ending says what it is
    static List<Region> of(String name, byte[] file) {
        Regions regions = new Regions(file);
        switch (name.startsWith("tok") && name.endsWith(".bin") ? "pieces"
                : name.replaceFirst(".*\\.", "")) {
            case "gguf" -> regions.gguf();
            case "safetensors" -> regions.safetensors();
            case "model" -> regions.protobuf(file.length, 0, "");
            case "pieces" -> regions.pieces();
            case "bin" -> regions.llama2c();
            case "zip" -> regions.zip();
            case "tar" -> regions.tar();
            case "ids" -> regions.ids();
            default -> { }
        }
        return regions.all;
    }

    private void take(String place, long length) {
        int from = bytes.position();
        bytes.position(Math.toIntExact(from + length));
        all.add(new Region(place, from, bytes.position()));
    }

    private int int32() {
        take("", Integer.BYTES);
        return bytes.getInt(bytes.position() - Integer.BYTES);
    }

    private long int64() {
        take("", Long.BYTES);
        return bytes.getLong(bytes.position() - Long.BYTES);
    }

    private String text(int from, int to) {
        byte[] some = new byte[to - from];
        bytes.get(from, some);
        return new String(some, StandardCharsets.UTF_8);
    }

    // ---- GGUF ----

    private void gguf() {
        int32();                                             // its letters
        int32();                                             // its version
        long tensors = int64();
        long settings = int64();
        for (long i = 0; i < settings; i++) {
            int length = (int) int64();
            String place = "setting/" + text(bytes.position(), bytes.position() + length);
            take(place, length);
            take(place.replace("setting/", "kind/"), Integer.BYTES);
            value(bytes.getInt(bytes.position() - Integer.BYTES), place);
        }
        Map<String, Long> begins = new LinkedHashMap<>();
        for (long i = 0; i < tensors; i++) {
            int length = (int) int64();
            String name = text(bytes.position(), bytes.position() + length);
            take("", length);
            int axes = int32();
            take("tensor/" + name, axes * Long.BYTES);       // its extents
            take("tensor/" + name, Integer.BYTES);           // its type
            begins.put(name, int64());
        }
        long padding = -bytes.position() & ALIGNMENT - 1;
        if (padding <= bytes.remaining()) {
            take("", padding);
            data("tensor/", begins);
        }
    }

    private void value(int kind, String place) {
        if (kind == STRING) {
            take(place, int64());
        } else if (kind == ARRAY) {
            take(place.replace("setting/", "kind/"), Integer.BYTES);
            int of = bytes.getInt(bytes.position() - Integer.BYTES);
            long count = int64();
            for (long i = 0; i < count; i++) {
                value(of, place + "/" + i);
            }
        } else {
            take(place, KIND_BYTES[kind]);
        }
    }

    /// Each tensor with the padding behind it.
    private void data(String kind, Map<String, Long> begins) {
        int start = bytes.position();
        List<Map.Entry<String, Long>> sorted = begins.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.naturalOrder())).toList();
        for (int i = 0; i < sorted.size(); i++) {
            int end = i + 1 < sorted.size() ? start + (int) (long) sorted.get(i + 1).getValue()
                    : bytes.limit();
            take(kind + sorted.get(i).getKey(), end - bytes.position());
        }
    }

    // ---- Safetensors ----

    /// Where the data of a safetensors file begin; −1 if it has no length.
    static int headerEnd(byte[] file) {
        long length = file.length < Long.BYTES ? -1
                : ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
        return length < 0 || length > file.length - Long.BYTES ? -1 : Long.BYTES + (int) length;
    }

    private void safetensors() {
        long length = int64();
        String header = text(Long.BYTES, Long.BYTES + (int) length);
        take("", length);
        try {
            Map<String, Long> begins = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> each : new ObjectMapper().readTree(header)
                    .properties()) {
                if (each.getValue().has("data_offsets")) {
                    begins.put(each.getKey(), each.getValue().get("data_offsets").path(0).asLong());
                }
            }
            data("tensor/", begins);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    // ---- SentencePiece's file: messages within a message ----

    private void protobuf(int end, int message, String place) {
        int pieces = 0;
        while (bytes.position() < end) {
            int tag = (int) varint(place);
            String inner = message == 0 ? tag >>> 3 == 1 ? "piece/" + pieces++ : "settings"
                    : place;
            switch (tag & 7) {
                case 0 -> varint(inner);
                case 1 -> take(inner, Long.BYTES);
                case 5 -> take(inner, Float.BYTES);
                default -> {
                    int length = (int) varint("");
                    if (message == 0) {
                        protobuf(bytes.position() + length, tag >>> 3, inner);
                    } else {
                        take(inner, length);
                    }
                }
            }
        }
    }

    private long varint(String place) {
        int from = bytes.position();
        long number = 0;
        for (int shift = 0; ; shift += 7) {
            byte group = bytes.get();
            number |= (long) (group & 0x7f) << shift;
            if (group >= 0) {
                all.add(new Region(place, from, bytes.position()));
                return number;
            }
        }
    }

    // ---- llama2.c ----

    /// Its tokenizer.
    private void pieces() {
        int32();
        for (int id = 0; bytes.hasRemaining(); id++) {
            take("piece/" + id, Float.BYTES);
            take("piece/" + id, int32());
        }
    }

    /// Its weights: the sizes, then each tensor for all layers at once.
    private void llama2c() {
        int dim = int32();
        int hidden = int32();
        int layers = int32();
        int heads = int32();
        int kvDim = int32() * dim / heads;
        int vocabSize = int32();
        take("", Integer.BYTES);
        take("model.embed_tokens.weight", 4L * vocabSize * dim);
        layers("input_layernorm", layers, dim);
        layers("self_attn.q_proj", layers, dim * dim);
        layers("self_attn.k_proj", layers, dim * kvDim);
        layers("self_attn.v_proj", layers, dim * kvDim);
        layers("self_attn.o_proj", layers, dim * dim);
        layers("post_attention_layernorm", layers, dim);
        layers("mlp.gate_proj", layers, dim * hidden);
        layers("mlp.down_proj", layers, dim * hidden);
        layers("mlp.up_proj", layers, dim * hidden);
        take("model.norm.weight", 4L * dim);
    }

    private void layers(String name, int layers, int values) {
        for (int layer = 0; layer < layers; layer++) {
            take("model.layers." + layer + "." + name + ".weight", 4L * values);
        }
    }

    // ---- Others ----

    private void ids() {
        for (int i = 0; bytes.hasRemaining(); i++) {
            take("id/" + i, Integer.BYTES);
        }
    }

    private void zip() {
        for (int at = 0; at + CENTRAL_NAME < bytes.limit(); at++) {
            if (bytes.getInt(at) == CENTRAL) {
                all.add(new Region("name", at + CENTRAL_NAME,
                        at + CENTRAL_NAME + bytes.getShort(at + 28)));
            }
        }
    }

    private void tar() {
        try {
            while (bytes.get(bytes.position()) != 0) {
                int at = bytes.position();
                String name = text(at, at + 100).replaceFirst("\0.*", "");
                int size = Integer.parseInt(text(at + 124, at + 135), 8);
                take("", TAR_BLOCK);
                take("content/" + name, size);
                take("", -size & TAR_BLOCK - 1);
            }
        } catch (IndexOutOfBoundsException | BufferUnderflowException end) {
            throw new AssertionError("an unharmed archive ends with empty blocks", end);
        }
    }
}
