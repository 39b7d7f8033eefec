package llm.tensor.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import llm.tensor.Shape;
import llm.tensor.Tensor;

/// The JSON in front of the data: name, number format, shape and place of every tensor.
///
/// @param entries   by name, in the file's order
/// @param metadata  what the writer had to say
/// @param dataStart where the data begins, in bytes
record SafetensorsHeader(Map<String, Entry> entries, Map<String, String> metadata,
                         long dataStart) {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    private static final String METADATA = "__metadata__";

    /// One tensor; `begin` and `end` count bytes from `dataStart`.
    ///
    /// @param dtype its number format, which may be one that we do not read: masks of old files
    ///              are truth values, and nobody asks for them
    record Entry(String dtype, Shape shape, long begin, long end) {
        Optional<ElementType> type() {
            return Arrays.stream(ElementType.values())
                    .filter(type -> type.name().equals(dtype)).findFirst();
        }
    }

    /// @throws IllegalArgumentException if the file is not whole or not of this format
    static SafetensorsHeader read(Path file, MemorySegment data) {
        long length = data.byteSize() < 8 ? -1 : data.get(
                ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), 0);
        if (length < 2 || length > data.byteSize() - 8) {
            throw bad(file, "must begin with the length of its header, got " + data.byteSize()
                    + " bytes in all and a header length of " + length);
        }
        byte[] json = data.asSlice(8, length).toArray(ValueLayout.JAVA_BYTE);
        try {
            JsonNode root = JSON.readTree(new String(json, StandardCharsets.UTF_8));
            return parse(file, root, 8 + length, data.byteSize());
        } catch (JsonProcessingException e) {
            throw bad(file, "must have a header in JSON, got: " + e.getOriginalMessage());
        }
    }

    private static SafetensorsHeader parse(Path file, JsonNode root, long dataStart, long size) {
        if (!root.isObject()) {
            throw bad(file, "must have a JSON object as header, got " + root.getNodeType());
        }
        Map<String, Entry> entries = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        root.properties().forEach(field -> {
            if (field.getKey().equals(METADATA)) {
                field.getValue().properties()
                        .forEach(e -> metadata.put(e.getKey(), e.getValue().asText()));
            } else {
                entries.put(field.getKey(), entry(file, field.getKey(), field.getValue()));
            }
        });
        requireSeamless(file, entries, dataStart, size);
        return new SafetensorsHeader(entries, metadata, dataStart);
    }

    /// Every byte of the data belongs to one tensor.
    private static void requireSeamless(Path file, Map<String, Entry> all, long start, long size) {
        long end = 0;
        for (Map.Entry<String, Entry> each : all.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.comparingLong(Entry::begin)
                        .thenComparingLong(Entry::end))).toList()) {
            if (each.getValue().end > size - start) {
                throw bad(file, "must hold %d bytes up to the end of %s, got %d; it is truncated"
                        .formatted(start + each.getValue().end, each.getKey(), size));
            }
            if (each.getValue().begin != end) {
                throw bad(file, "must hold one tensor behind the other, got %s at %d instead of %d"
                        .formatted(each.getKey(), each.getValue().begin, end));
            }
            end = each.getValue().end;
        }
        if (start + end != size) {
            throw bad(file, "must end with its last tensor, at byte %d, got %d bytes"
                    .formatted(start + end, size));
        }
    }

    private static Entry entry(Path file, String name, JsonNode node) {
        JsonNode offsets = node.path("data_offsets");
        JsonNode extents = node.path("shape");
        if (offsets.size() != 2 || !offsets.path(0).isIntegralNumber()
                || !offsets.path(1).isIntegralNumber() || !extents.isArray()) {
            throw bad(file, "must give shape and data_offsets of " + name + ", got " + node);
        }
        if (!extents.valueStream().allMatch(extent -> extent.isInt() && extent.asInt() >= 0)
                || extents.valueStream().mapToDouble(JsonNode::asInt)
                .reduce(1, (all, extent) -> all * Math.max(1, extent)) > 0x1p61) {
            throw bad(file, "must give whole numbers as the shape of " + name + ", of at most "
                    + "2^61 values, got " + extents);
        }
        Entry entry = new Entry(node.path("dtype").asText(),
                Shape.of(extents.valueStream().mapToInt(JsonNode::asInt).toArray()),
                offsets.get(0).asLong(-1), offsets.get(1).asLong(-1));
        long held = entry.end - entry.begin;
        long expected = entry.type().map(type -> entry.shape.elements() * type.bytes())
                .orElse(Math.max(0, held));
        if (entry.begin < 0 || entry.end < entry.begin || held != expected) {
            throw bad(file, "must hold %d bytes for %s %s, got offsets %d to %d".formatted(
                    expected, name, entry.shape, entry.begin, entry.end));
        }
        return entry;
    }

    static IllegalArgumentException bad(Path file, String what) {
        return new IllegalArgumentException(file + " " + what.replaceAll("\\p{Cntrl}", "\uFFFD"));
    }

    /// The header of tensors laid one after the other, padded to a multiple of 8 bytes.
    static byte[] write(Map<String, Tensor> tensors, Map<String, String> metadata,
                        ElementType type) {
        ObjectNode root = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            root.set(METADATA, JSON.valueToTree(metadata));
        }
        long offset = 0;
        for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
            ObjectNode entry = root.putObject(tensor.getKey()).put("dtype", type.name());
            entry.set("shape", JSON.valueToTree(tensor.getValue().shape().toArray()));
            long end = offset + tensor.getValue().elements() * type.bytes();
            entry.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        String json = root.toString();
        int bytes = json.getBytes(StandardCharsets.UTF_8).length;
        return (json + " ".repeat((8 - bytes % 8) % 8)).getBytes(StandardCharsets.UTF_8);
    }
}
