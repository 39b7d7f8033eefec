package llm.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import llm.model.decode.LogitsProcessor;
import llm.model.decode.MinP;
import llm.model.decode.Probabilities;
import llm.model.decode.RepetitionPenalty;
import llm.model.decode.Temperature;
import llm.model.decode.TokenHistory;
import llm.model.decode.TopK;
import llm.model.decode.TopP;
import llm.tensor.file.Safetensors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Chains of sampling steps against PyTorch's: probabilities within 10⁻⁶, kept tokens exact.
@DisplayName("Sampling steps agree with PyTorch")
class SamplingFixtureTest {
    private static final int ROWS = 6;

    /// One chain as stored.
    record Chain(JsonNode json) {
        @Override
        public String toString() {
            return json.get("index") + " " + json.get("steps");
        }
    }

    static Stream<Chain> chains() throws IOException {
        return new ObjectMapper().readTree(Files.readString(file("sampling.json")))
                .get("chains").valueStream().map(Chain::new);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("chains")
    @DisplayName("chain")
    void agrees(Chain chain) throws IOException {
        try (Safetensors data = Safetensors.open(file("sampling.safetensors"))) {
            float[] logits = data.tensor("logits").toArray();
            int[] history = data.ints("history").values();
            float[] expected = data.tensor("probs." + chain.json.get("index").asInt()).toArray();
            int vocabSize = logits.length / ROWS;
            List<LogitsProcessor> steps = chain.json.get("steps").valueStream()
                    .map(SamplingFixtureTest::step).toList();
            for (int row = 0; row < ROWS; row++) {
                float[] scores = Arrays.copyOfRange(logits, row * vocabSize,
                        (row + 1) * vocabSize);
                int[] seen = Arrays.copyOfRange(history, row * history.length / ROWS,
                        (row + 1) * history.length / ROWS);
                steps.forEach(step -> step.apply(scores, TokenHistory.of(seen)));
                assertRow(chain, row, scores, expected);
            }
        }
    }

    private static void assertRow(Chain chain, int row, float[] scores, float[] expected) {
        double[] probabilities = Probabilities.softmax(scores);
        int kept = 0;
        for (int id = 0; id < scores.length; id++) {
            float want = expected[row * scores.length + id];
            assertThat(Math.abs(probabilities[id] - want)).as("row %d, token %d", row, id)
                    .isLessThanOrEqualTo(1e-6);
            assertThat(scores[id] == Float.NEGATIVE_INFINITY).as("row %d, token %d", row, id)
                    .isEqualTo(want == 0f);
            kept += scores[id] == Float.NEGATIVE_INFINITY ? 0 : 1;
        }
        assertThat(kept).isEqualTo(chain.json.get("kept_per_row").get(row).asInt());
        assertThat(Probabilities.argmax(scores))
                .isEqualTo(chain.json.get("greedy").get(row).asInt());
    }

    private static LogitsProcessor step(JsonNode step) {
        double value = step.get("value").asDouble();
        return switch (step.get("op").asText()) {
            case "temperature" -> new Temperature(value);
            case "top_k" -> new TopK((int) value);
            case "top_p" -> new TopP(value);
            case "min_p" -> new MinP(value);
            case "repetition_penalty" -> new RepetitionPenalty(value);
            case String other -> throw new IllegalStateException("no such step: " + other);
        };
    }

    private static Path file(String name) {
        try {
            return Path.of(Objects.requireNonNull(
                    SamplingFixtureTest.class.getResource("/fixtures/" + name)).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
