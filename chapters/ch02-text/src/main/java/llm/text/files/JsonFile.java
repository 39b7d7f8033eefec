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
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import llm.tensor.file.AtomicFile;

/// Reads and writes JSON and text files. What is wrong with a file is said in one sentence that
/// names the file.
public final class JsonFile {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
    private static final ObjectReader STRICT =
            JSON.reader().with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);

    private JsonFile() {
    }

    /// A file that is one JSON value; of members with the same name the last one counts.
    ///
    /// @throws IllegalArgumentException if it is missing or anything else
    public static JsonNode read(Path file) {
        return read(file, JSON.reader());
    }

    /// A file that is one JSON object with no name twice.
    ///
    /// @throws IllegalArgumentException if it is missing or anything else
    public static JsonNode readObject(Path file) {
        JsonNode json = read(file, STRICT);
        if (!json.isObject()) {
            throw new IllegalArgumentException(file + " must be a JSON object, got " + kind(json));
        }
        return json;
    }

    private static JsonNode read(Path file, ObjectReader reader) {
        String text = text(file);
        if (text.isBlank()) {
            throw new IllegalArgumentException(file + " must be valid JSON, got an empty file");
        }
        try {
            return reader.readTree(text);
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
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(file + " must be UTF-8 text, got other bytes", e);
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
            String message = String.valueOf(e.getMessage()).replaceAll("\\p{Cntrl}", "\uFFFD");
            boolean named = message.contains(file.toString());
            throw named ? e : new IllegalArgumentException(file + ": " + message, e);
        }
    }

    /// The same for what gives nothing back.
    public static void naming(Path file, Runnable reading) {
        naming(file, () -> {
            reading.run();
            return file;
        });
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
