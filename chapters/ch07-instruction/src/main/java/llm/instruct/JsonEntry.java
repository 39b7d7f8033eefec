package llm.instruct;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import llm.text.files.JsonFile;

/// An object in a file that is a JSON array of them, or has one on each line (JSONL).
///
/// @param place file, number from 1 and line, for messages
/// @param json  the object
public record JsonEntry(String place, JsonNode json) {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    private static final ObjectReader ONE =
            JSON.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final int SHOWN = 80;                     // characters of an entry in a message

    /// All entries of a file, in order.
    ///
    /// @throws IllegalArgumentException if the file is not JSON in UTF-8, holds anything but
    ///         objects, or holds none
    public static List<JsonEntry> read(Path file) throws IOException {
        String text = JsonFile.text(file);
        List<JsonEntry> entries = text.stripLeading().startsWith("[") ? ofArray(file, text)
                : ofLines(file, text);
        if (entries.isEmpty()) {
            throw new IllegalArgumentException(file + " must hold an entry or more, got none");
        }
        return entries;
    }

    private static List<JsonEntry> ofArray(Path file, String text) throws IOException {
        List<JsonEntry> entries = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(text)) {
            parser.nextToken();                              // [
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                int line = parser.currentTokenLocation().getLineNr();
                entries.add(of(file, entries.size() + 1, line, parser.readValueAsTree()));
            }
            if (parser.nextToken() != null) {
                throw malformed(file, parser.currentTokenLocation().getLineNr(),
                        "something behind the array", null);
            }
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw malformed(file, line, e.getOriginalMessage(), e);
        }
        return entries;
    }

    private static List<JsonEntry> ofLines(Path file, String text) {
        List<JsonEntry> entries = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                try {
                    JsonNode json = ONE.readTree(lines.get(i));
                    entries.add(of(file, entries.size() + 1, i + 1, json));
                } catch (JacksonException e) {
                    throw malformed(file, i + 1, e.getOriginalMessage(), e);
                }
            }
        }
        return entries;
    }

    private static JsonEntry of(Path file, int number, int line, JsonNode json) {
        JsonEntry entry = new JsonEntry(
                "%s: entry %d (line %d)".formatted(file, number, line), json);
        if (!json.isObject()) {
            throw entry.wrong("must be an object");
        }
        return entry;
    }

    private static IllegalArgumentException malformed(Path file, int line, String what,
                                                      Exception cause) {
        return new IllegalArgumentException(
                "%s must be JSON, got a fault at line %d: %s".formatted(file, line, what), cause);
    }

    /// The text of a field.
    ///
    /// @throws IllegalArgumentException if there is no such field, or it is no text
    public String text(String field) {
        JsonNode value = json.path(field);
        if (!value.isTextual()) {
            throw wrong("must have the field " + field + " with a text");
        }
        return value.asText();
    }

    /// The three fields of Alpaca; others may be there too.
    Instruction instruction() {
        try {
            return new Instruction(text("instruction"), text("input"), text("output"));
        } catch (IllegalArgumentException refused) {
            String message = Objects.toString(refused.getMessage());
            throw message.startsWith(place) ? refused
                    : new IllegalArgumentException(place + ": " + message, refused);
        }
    }

    private IllegalArgumentException wrong(String what) {
        String shown = json.toString();
        return new IllegalArgumentException("%s %s, got %s".formatted(place, what,
                shown.length() > SHOWN ? shown.substring(0, SHOWN) + "…" : shown));
    }
}
