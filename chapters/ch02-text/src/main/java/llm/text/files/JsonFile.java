package llm.text.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import llm.tensor.file.AtomicFile;

/// Reads and writes the JSON and text files of tokenizers. What is wrong with a file is said in one
/// sentence that names the file.
final class JsonFile {

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private JsonFile() {
    }

    static JsonNode read(Path file) {
        String text = text(file);
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            var place = e.getLocation();
            throw new IllegalArgumentException(
                    "%s must be valid JSON, got a fault at line %d, column %d".formatted(
                            file, place.getLineNr(), place.getColumnNr()), e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(file + " must exist, got no such file", e);
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
    static <T> T naming(Path file, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException e) {
            boolean named = String.valueOf(e.getMessage()).contains(file.toString());
            throw named ? e : new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    static String kind(JsonNode node) {
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
