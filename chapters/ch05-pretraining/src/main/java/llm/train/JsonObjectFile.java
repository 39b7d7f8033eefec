package llm.train;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file that is one JSON object.
public final class JsonObjectFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonObjectFile() {
    }

    /// @throws IllegalArgumentException if the file holds anything else
    public static JsonNode read(Path file) throws IOException {
        JsonNode json;
        try {
            json = JSON.readTree(Files.readString(file));
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    file + " must be JSON, got: " + e.getOriginalMessage());
        }
        if (!json.isObject()) {
            throw new IllegalArgumentException(
                    file + " must be a JSON object, got " + json.getNodeType());
        }
        return json;
    }
}
