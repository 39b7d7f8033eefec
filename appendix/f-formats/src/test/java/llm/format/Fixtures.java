package llm.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import llm.tensor.Tensor;

/// Models that transformers saved, which lie with the tests of chapter 5.
final class Fixtures {

    private Fixtures() {
    }

    static Path folder(String name) {
        return Path.of("..", "..", "chapters", "ch05-pretraining", "src", "test", "resources",
                "fixtures").resolve(name).toAbsolutePath().normalize();
    }

    static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(Files.readString(file));
    }

    static int[] ints(JsonNode array) {
        return array.valueStream().mapToInt(JsonNode::asInt).toArray();
    }

    /// `|got − want| ≤ atol + rtol · |want|` for every value.
    static void assertClose(String what, Tensor got, Tensor want, double atol, double rtol) {
        assertThat(got.shape()).as(what).isEqualTo(want.shape());
        float[] g = got.toArray();
        float[] w = want.toArray();
        for (int i = 0; i < w.length; i++) {
            assertThat(Math.abs(g[i] - w[i]))
                    .as("%s at %d: got %s, want %s", what, i, g[i], w[i])
                    .isLessThanOrEqualTo((float) (atol + rtol * Math.abs(w[i])));
        }
    }
}
