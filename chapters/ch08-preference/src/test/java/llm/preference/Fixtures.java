package llm.preference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import llm.tensor.Tensor;

/// Values that PyTorch 2.13 computed, many of them checked against TRL 1.13, and how to compare
/// with them.
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

    /// The cases of some operation in `preference.json`, or all whose name begins so.
    public static List<PreferenceCase> cases(String op) {
        try {
            return json(folder("preference/preference.json")).get("cases").valueStream()
                    .filter(each -> each.get("op").asText().equals(op))
                    .map(PreferenceCase::new).toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// All numbers of an array of any depth, in order.
    public static float[] floats(JsonNode array) {
        List<Double> values = array.isArray()
                ? array.valueStream().flatMap(each -> box(floats(each)).stream()).toList()
                : List.of(array.asDouble());
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i).floatValue();
        }
        return floats;
    }

    private static List<Double> box(float... values) {
        Double[] boxed = new Double[values.length];
        for (int i = 0; i < values.length; i++) {
            boxed[i] = (double) values[i];
        }
        return List.of(boxed);
    }

    /// `|got − want| ≤ atol + rtol · |want|` for every value.
    public static void assertClose(String what, float[] got, float[] want, double atol,
                                   double rtol) {
        assertThat(got).as(what).hasSameSizeAs(want);
        for (int i = 0; i < want.length; i++) {
            assertThat(Math.abs((double) got[i] - want[i]))
                    .as("%s at %d: got %s, want %s", what, i, got[i], want[i])
                    .isLessThanOrEqualTo(atol + rtol * Math.abs(want[i]));
        }
    }

    /// A tensor that needs a gradient.
    public static Tensor leaf(float[] values, int... shape) {
        return Tensor.of(values, shape).requireGrad(true);
    }
}
