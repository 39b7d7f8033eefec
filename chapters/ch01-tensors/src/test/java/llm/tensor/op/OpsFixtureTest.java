package llm.tensor.op;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import llm.tensor.CrossEntropy;
import llm.tensor.Elementwise;
import llm.tensor.IntTensor;
import llm.tensor.Tensor;
import llm.tensor.file.ElementType;
import llm.tensor.file.Safetensors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every operation against values and gradients computed by PyTorch 2.13, at the tolerance stored
/// with each case.
@DisplayName("Operations agree with PyTorch")
class OpsFixtureTest {
    @TempDir
    private Path folder = Path.of("");

    private static final String FOLDER = "/fixtures/";

    /// A case as stored; its name shows in the test report.
    record Case(JsonNode json) {
        String name() {
            return json.get("name").asText();
        }

        JsonNode attribute(String key) {
            return json.get("attrs").path(key);
        }

        @Override
        public String toString() {
            return name();
        }
    }

    static Stream<Case> cases() throws IOException {
        try (InputStream in = OpsFixtureTest.class.getResourceAsStream(FOLDER + "ops.json")) {
            JsonNode root = new ObjectMapper().readTree(in);
            return root.get("cases").valueStream().map(Case::new);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    @DisplayName("forward and gradients of")
    void agrees(Case c) throws IOException {
        try (Safetensors data = Safetensors.open(file("ops.safetensors"))) {
            Map<String, Tensor> real = new LinkedHashMap<>();
            Map<String, IntTensor> whole = new LinkedHashMap<>();
            read(data, c, real, whole);

            Tensor out = compute(c, real, whole);
            out.backward(data.tensor(c.name() + ".dout"));

            assertClose(c, "out", out, data.tensor(c.name() + ".out"));
            for (String name : real.keySet()) {
                String stored = c.name() + ".grad." + name;
                if (data.names().contains(stored)) {
                    assertClose(c, "grad." + name, real.get(name).grad(), data.tensor(stored));
                }
            }
        }
    }

    private static void read(Safetensors data, Case c, Map<String, Tensor> real,
                             Map<String, IntTensor> whole) {
        for (String kind : new String[] {".in.", ".param."}) {
            String prefix = c.name() + kind;
            for (String name : data.names()) {
                if (name.startsWith(prefix) && data.type(name) == ElementType.F32) {
                    real.put(name.substring(prefix.length()),
                            data.tensor(name).requireGrad(true));
                } else if (name.startsWith(prefix)) {
                    whole.put(name.substring(prefix.length()), data.ints(name));
                }
            }
        }
    }

    private static Tensor compute(Case c, Map<String, Tensor> t, Map<String, IntTensor> ids) {
        Tensor x = t.get("x");
        double eps = c.attribute("eps").asDouble();
        return switch (c.json().get("op").asText()) {
            case "linear" -> LinearOp.linear(x, t.get("weight"), t.get("bias"));
            case "matmul" -> t.get("a").matmul(t.get("b"));
            case "matmul_transposed" -> t.get("a").matmulTransposed(t.get("b"));
            case "gelu" -> c.attribute("approximate").asText().equals("tanh")
                    ? x.gelu() : x.geluExact();
            case "silu" -> x.silu();
            case "swiglu" -> LinearOp.linear(Elementwise.swiglu(
                    LinearOp.linear(x, t.get("gate_weight"), null),
                    LinearOp.linear(x, t.get("up_weight"), null)), t.get("down_weight"), null);
            case "softmax" -> x.softmax(c.attribute("dim").asInt(-1));
            case "log_softmax" -> x.logSoftmax();
            case "layer_norm" -> Normalization.layerNorm(x, t.get("weight"), t.get("bias"), eps);
            case "rms_norm" -> Normalization.rmsNorm(x, t.get("weight"), 0, eps);
            case "embedding" -> t.get("weight").rows(ids.get("ids"));
            case "cross_entropy" -> c.attribute("reduction").asText().equals("sum")
                    ? CrossEntropy.sum(t.get("logits"), ids.get("target"))
                    : CrossEntropy.mean(t.get("logits"), ids.get("target"));
            case "causal_attention" -> CausalAttention.attend(t.get("q"), t.get("k"), t.get("v"),
                    new CausalAttention.Rules(Double.NaN,
                            c.attribute("sliding_window").asInt(Integer.MAX_VALUE), 0, 0));
            case "rope" -> rope(c, x, ids.get("positions"));
            case String other -> throw new IllegalStateException("no such operation: " + other);
        };
    }

    private static Tensor rope(Case c, Tensor x, IntTensor positions) {
        int half = x.size(-1) / 2;
        float[] cosines = new float[positions.count() * half];
        float[] sines = new float[cosines.length];
        for (int i = 0; i < cosines.length; i++) {
            double angle = positions.values()[i / half]
                    * Math.pow(c.attribute("theta").asDouble(), -(i % half) / (double) half);
            cosines[i] = (float) Math.cos(angle);
            sines[i] = (float) Math.sin(angle);
        }
        Rotary.Pairing pairing = c.attribute("convention").asText().equals("half")
                ? Rotary.Pairing.HALVES : Rotary.Pairing.INTERLEAVED;
        return Rotary.rotate(x, Tensor.of(cosines, positions.count(), half),
                Tensor.of(sines, positions.count(), half), pairing, 2);
    }

    private static void assertClose(Case c, String what, Tensor got, Tensor want) {
        double atol = c.json().get("atol").asDouble();
        double rtol = c.json().get("rtol").asDouble();
        assertThat(got.shape()).as(what).isEqualTo(want.shape());
        float[] g = got.toArray();
        float[] w = want.toArray();
        for (int i = 0; i < w.length; i++) {
            assertThat(Math.abs(g[i] - w[i]))
                    .as("%s of %s at %d: got %s, want %s", what, c, i, g[i], w[i])
                    .isLessThanOrEqualTo((float) (atol + rtol * Math.abs(w[i])));
        }
    }

    /// A copy of a resource, which may be in the jar that other devices run these tests from.
    private Path file(String name) throws IOException {
        Path copy = folder.resolve(name);
        try (InputStream in = OpsFixtureTest.class.getResourceAsStream(FOLDER + name)) {
            Files.copy(Objects.requireNonNull(in), copy);
        }
        return copy;
    }
}
