package llm.text;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// Reference values made with other libraries, and the data folder that `LLM_DATA_DIR` names.
public final class Fixtures {

    private Fixtures() {
    }

    public static String text(String name) {
        try (InputStream resource = Fixtures.class.getResourceAsStream("/tokenizer/" + name)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A folder or file of references.
    public static Path path(String name) {
        try {
            return Path.of(Fixtures.class.getResource("/tokenizer/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public static JsonNode json(String name) {
        try {
            return new ObjectMapper().readTree(text(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static int[] ints(JsonNode array) {
        int[] ints = new int[array.size()];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = array.get(i).asInt();
        }
        return ints;
    }

    /// The members of an object whose values are ids.
    public static Map<String, Integer> ids(JsonNode object) {
        Map<String, Integer> ids = new LinkedHashMap<>();
        object.properties().forEach(each -> ids.put(each.getKey(), each.getValue().asInt()));
        return ids;
    }

    /// A file of the data folder; the test that asks is skipped where there is none.
    public static Path data(String name) {
        String folder = System.getenv("LLM_DATA_DIR");
        assumeTrue(folder != null && Files.exists(Path.of(folder, name)),
                "LLM_DATA_DIR must name the folder with " + name);
        return Path.of(folder, name);
    }

    public static String dataText(String name) throws IOException {
        return Files.readString(data(name));
    }
}
