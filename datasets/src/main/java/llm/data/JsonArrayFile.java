package llm.data;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/// A data set as a JSON array of objects, one to a line, in UTF-8.
public final class JsonArrayFile {
    /// Reads one value, behind which nothing may come and in which no name may stand twice.
    static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private JsonArrayFile() {}

    /// The objects of a file.
    ///
    /// @throws IllegalArgumentException if it is something else; names the file
    public static List<JsonNode> read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return read(file.toString(), in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The objects of a file beside a class, on the class path.
    public static List<JsonNode> read(Class<?> beside, String name) {
        try (InputStream in = Objects.requireNonNull(
                beside.getResourceAsStream(name), name + " must be on the class path")) {
            return read(name, in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<JsonNode> read(String name, InputStream in) throws IOException {
        JsonNode array;
        try {
            array = JSON.readTree(in);
        } catch (JacksonException | CharConversionException e) {
            throw new IllegalArgumentException(name + " must be a JSON array of objects, got "
                    + "other text: " + fault(e), e);
        }
        if (!array.isArray() || !array.valueStream().allMatch(JsonNode::isObject)) {
            throw new IllegalArgumentException(name + " must be a JSON array of objects, got "
                    + (array.isArray() ? "other entries" : array.getNodeType()));
        }
        return array.valueStream().toList();
    }

    private static String fault(IOException e) {
        String what = e instanceof JacksonException json ? json.getOriginalMessage()
                : e.getMessage();
        return what.lines().findFirst().orElse("a fault");
    }

    /// The text of a field.
    ///
    /// @throws IllegalArgumentException if the object has no such field
    public static String field(JsonNode object, String name) {
        if (!object.hasNonNull(name)) {
            throw new IllegalArgumentException(
                    "an entry must have the field " + name + ", got " + object);
        }
        return object.get(name).asText();
    }

    /// Writes objects to a file, which appears when it is complete.
    public static void write(List<ObjectNode> objects, Path target) throws IOException {
        String text = objects.stream().map(ObjectNode::toString)
                .collect(Collectors.joining(",\n", "[\n", "\n]\n"));
        WholeFile.write(target, partial -> Files.writeString(partial, text));
    }
}
