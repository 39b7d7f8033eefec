package llm.instruct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// Values that PyTorch 2.13, transformers 5.18 and tiktoken computed, and how to compare with them.
final class Fixtures {

    private Fixtures() {
    }

    static Path folder(String name) {
        try {
            return Path.of(Objects.requireNonNull(
                    Fixtures.class.getResource("/fixtures/" + name), name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(Files.readString(file));
    }

    static int[] ints(JsonNode array) {
        return array.valueStream().mapToInt(JsonNode::asInt).toArray();
    }

    /// A file of the folder that `LLM_DATA_DIR` names; the test that asks is skipped where there is
    /// none.
    static Path data(String name) {
        String folder = System.getenv("LLM_DATA_DIR");
        assumeTrue(folder != null && Files.exists(Path.of(folder, name)),
                "LLM_DATA_DIR must name the folder with " + name);
        return Path.of(folder, name);
    }

    /// `|got − want| ≤ atol + rtol · |want|` for every value.
    static void assertClose(String what, float[] got, float[] want, double atol, double rtol) {
        assertThat(got).as(what).hasSameSizeAs(want);
        for (int i = 0; i < want.length; i++) {
            assertThat(Math.abs(got[i] - want[i]))
                    .as("%s at %d: got %s, want %s", what, i, got[i], want[i])
                    .isLessThanOrEqualTo((float) (atol + rtol * Math.abs(want[i])));
        }
    }
}
