package llm.pretrain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import llm.tensor.Tensor;

/// Values that PyTorch 2.13 and transformers 5.18 computed, and how to compare with them.
public final class Fixtures {

    private Fixtures() {
    }

    public static Path folder(String name) {
        try {
            return Path.of(Objects.requireNonNull(
                    Fixtures.class.getResource("/fixtures/" + name), name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(Files.readString(file));
    }

    public static int[] ints(JsonNode array) {
        return array.valueStream().mapToInt(JsonNode::asInt).toArray();
    }

    /// `|got − want| ≤ atol + rtol · |want|` for every value.
    public static void assertClose(String what, Tensor got, Tensor want, double atol, double rtol) {
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
