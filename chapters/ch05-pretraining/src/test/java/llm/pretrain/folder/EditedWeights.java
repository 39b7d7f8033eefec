package llm.pretrain.folder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/// A safetensors file with tensors renamed or added, byte by byte: in formats, too, that we do not
/// write.
final class EditedWeights {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ObjectNode header;
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();

    EditedWeights(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file))
                .order(ByteOrder.LITTLE_ENDIAN);
        byte[] json = new byte[(int) bytes.getLong()];
        bytes.get(json);
        header = (ObjectNode) JSON.readTree(json);
        data.write(bytes.array(), bytes.position(), bytes.remaining());
    }

    EditedWeights renamed(UnaryOperator<String> names) {
        ObjectNode other = JSON.createObjectNode();
        header.properties().forEach(e -> other.set(names.apply(e.getKey()), e.getValue()));
        header = other;
        return this;
    }

    /// Adds a tensor of zeros.
    ///
    /// @param valueBytes of one value
    EditedWeights plus(String name, String dtype, int valueBytes, int... shape) {
        int elements = 1;
        for (int extent : shape) {
            elements *= extent;
        }
        return plus(name, dtype, new byte[elements * valueBytes], shape);
    }

    /// Adds a tensor with the values of another, of which `change` makes new ones.
    EditedWeights copied(String from, String to, UnaryOperator<byte[]> change) {
        JsonNode entry = header.path(from);
        int begin = entry.path("data_offsets").get(0).asInt();
        byte[] values = new byte[entry.path("data_offsets").get(1).asInt() - begin];
        System.arraycopy(data.toByteArray(), begin, values, 0, values.length);
        return plus(to, entry.path("dtype").asText(), change.apply(values),
                entry.path("shape").valueStream().mapToInt(JsonNode::asInt).toArray());
    }

    private EditedWeights plus(String name, String dtype, byte[] values, int... shape) {
        ObjectNode entry = header.putObject(name).put("dtype", dtype);
        entry.putArray("shape");
        for (int extent : shape) {
            entry.withArray("shape").add(extent);
        }
        entry.putArray("data_offsets").add(data.size()).add(data.size() + values.length);
        data.writeBytes(values);
        return this;
    }

    void write(Path file) throws IOException {
        byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
        Files.write(file, ByteBuffer.allocate(8 + json.length + data.size())
                .order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).put(json)
                .put(data.toByteArray()).array());
    }
}
