package llm.text.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import llm.tensor.file.AtomicFile;
import llm.text.Utf8;

/// Reads and writes JSON and text files. What is wrong with a file is said in one sentence that
/// names the file.
public final class JsonFile {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private JsonFile() {
    }

    /// Reads one JSON value, behind which nothing may come and in which no object may have a name
    /// twice.
    public static ObjectReader strict() {
        return JSON.reader();
    }

    /// A file that is one JSON object with no name twice.
    ///
    /// @throws IllegalArgumentException if it is missing or anything else
    public static JsonNode readObject(Path file) {
        JsonNode json = read(file);
        if (!json.isObject()) {
            throw new IllegalArgumentException(file + " must be a JSON object, got " + kind(json));
        }
        return json;
    }

    /// A file that is one JSON value, in which no object has a name twice.
    ///
    /// @throws IllegalArgumentException if it is missing or anything else
    public static JsonNode read(Path file) {
        String text = text(file);
        if (text.isBlank()) {
            throw new IllegalArgumentException(file + " must be valid JSON, got an empty file");
        }
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    file + " must be valid JSON, got " + fault(e), e);
        }
    }

    private static String fault(JsonProcessingException e) {
        String what = e.getOriginalMessage().lines().findFirst().orElse("a fault")
                .replaceFirst(" \\(start marker at .*|, from `.*`", "")
                .replaceFirst("Trailing token.*", "something behind the value");
        var place = e.getLocation();
        return place == null ? what : "a fault at line %d, column %d: %s".formatted(
                place.getLineNr(), place.getColumnNr(), what);
    }

    /// The text of a file in UTF-8.
    ///
    /// @throws IllegalArgumentException if it is missing or other bytes
    public static String text(Path file) {
        if (Files.notExists(file) || Files.isDirectory(file)) {
            throw new IllegalArgumentException(file + (Files.isDirectory(file)
                    ? " must be a file, got a folder" : " must exist, got no such file"));
        }
        FileKind.requireText(file);
        try {
            return Utf8.of(file, () -> Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The entries of an object from token to id.
    static Map<String, Integer> ids(JsonNode object, String name) {
        if (!object.isObject()) {
            throw new IllegalArgumentException(
                    name + " must be an object from token to id, got " + kind(object));
        }
        Map<String, Integer> ids = LinkedHashMap.newLinkedHashMap(object.size());
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            if (!entry.getValue().canConvertToInt() || !entry.getValue().isIntegralNumber()) {
                throw new IllegalArgumentException(
                        "%s must give each token a whole number, got \"%s\": %s".formatted(
                                name, entry.getKey(), entry.getValue()));
            }
            ids.put(entry.getKey(), entry.getValue().intValue());
        }
        return ids;
    }

    /// The two halves of a merge written with one space between them.
    static String[] merge(String line) {
        int space = line.indexOf(' ');
        if (space <= 0 || space == line.length() - 1 || line.indexOf(' ', space + 1) >= 0) {
            throw new IllegalArgumentException(
                    "a merge must be two tokens with a space between them, got \"" + line + "\"");
        }
        return new String[] {line.substring(0, space), line.substring(space + 1)};
    }

    /// Runs `reading`; a complaint of it gets the name of the file.
    public static <T> T naming(Path file, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException e) {
            String message = shown(String.valueOf(e.getMessage()));
            boolean named = message.contains(file.toString());
            throw named && message.equals(e.getMessage()) ? e : new IllegalArgumentException(
                    named ? message : file + ": " + message, e);
        }
    }

    /// The same for what gives nothing back.
    public static void naming(Path file, Runnable reading) {
        naming(file, () -> {
            reading.run();
            return file;
        });
    }

    /// A switch of an object; `otherwise` where it is missing or null.
    ///
    /// @throws IllegalArgumentException if it is something else
    static boolean flag(JsonNode object, String name, boolean otherwise) {
        JsonNode value = object.path(name);
        if (!value.isBoolean() && !value.isMissingNode() && !value.isNull()) {
            throw new IllegalArgumentException(name + " must be true or false, got " + value);
        }
        return value.asBoolean(otherwise);
    }

    /// The elements of an array in an object; none where it is missing or null.
    ///
    /// @throws IllegalArgumentException if it is something else
    static List<JsonNode> elements(JsonNode object, String name) {
        JsonNode value = object.path(name);
        if (!value.isArray() && !value.isMissingNode() && !value.isNull()) {
            throw new IllegalArgumentException(name + " must be an array, got " + kind(value));
        }
        return value.valueStream().toList();
    }

    /// A text that an object must have.
    ///
    /// @throws IllegalArgumentException if there is none
    static String textIn(JsonNode object, String name) {
        JsonNode value = object.path(name);
        if (!value.isTextual()) {
            throw new IllegalArgumentException(name + " must be a text, got "
                    + (value.isMissingNode() ? "none" : value));
        }
        return value.asText();
    }

    /// A text from a file as a message shows it: on one line.
    public static String shown(String text) {
        return text.replaceAll("\\p{Cntrl}", "\uFFFD");
    }

    public static String kind(JsonNode node) {
        return node.getNodeType().toString().toLowerCase(Locale.ROOT);
    }

    static void write(Path file, Object tree, boolean pretty) throws IOException {
        var writer = pretty ? JSON.writerWithDefaultPrettyPrinter() : JSON.writer();
        AtomicFile.write(file, part -> writer.writeValue(part.toFile(), tree));
    }

    static void writeLines(Path file, List<String> lines) throws IOException {
        AtomicFile.write(file, part ->
                Files.writeString(part, String.join("\n", lines) + "\n", StandardCharsets.UTF_8));
    }
}
