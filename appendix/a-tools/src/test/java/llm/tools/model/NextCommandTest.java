package llm.tools.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import llm.tensor.IntTensor;
import llm.tensor.Tensor;
import llm.tensor.file.Safetensors;
import llm.tools.Fixtures;
import llm.tools.Terminal;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tolerance: 10⁻⁴ of a probability.
@DisplayName("llm next")
class NextCommandTest {
    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"gpt2-tiny", "llama-tiny", "llama3-tiny", "qwen3-tiny",
        "qwen3moe-tiny", "gemma3-tiny"})
    @DisplayName("gives the probabilities of the logits that transformers computed:")
    void agreesWithTransformers(String model) throws IOException {
        Path fixture = Fixtures.file(model);
        try (Safetensors stored = Safetensors.open(fixture.resolve("io.safetensors"))) {
            IntTensor ids = stored.ints("input_ids");
            Tensor logits = stored.tensor("logits");
            int tokens = ids.size(1);
            int vocabulary = logits.size(2);
            double[] expected = softmax(Arrays.copyOfRange(logits.toArray(),
                    (tokens - 1) * vocabulary, tokens * vocabulary));

            JsonNode next = next(fixture, Arrays.copyOf(ids.values(), tokens), vocabulary);

            assertThat(next).hasSize(vocabulary);
            double before = 1;
            for (JsonNode candidate : next) {
                double probability = candidate.get("probability").asDouble();
                assertThat(probability).isLessThanOrEqualTo(before)
                        .isCloseTo(expected[candidate.get("id").asInt()], within(1e-4));
                assertThat(candidate.get("token").isNull()).isTrue();
                before = probability;
            }
        }
    }

    private static JsonNode next(Path model, int[] prompt, int top) {
        Terminal run = Terminal.run("next", "--model", model.toString(), "--top",
                String.valueOf(top), "--json", "--prompt-ids", IntStream.of(prompt)
                        .mapToObj(String::valueOf).collect(Collectors.joining(",")));
        assertThat(run.exitCode()).isZero();
        return Fixtures.json(run.out()).get("next");
    }

    private static double[] softmax(float[] logits) {
        double max = IntStream.range(0, logits.length).mapToDouble(i -> logits[i]).max().orElse(0);
        double[] exponentials = IntStream.range(0, logits.length)
                .mapToDouble(i -> Math.exp(logits[i] - max)).toArray();
        double sum = Arrays.stream(exponentials).sum();
        return Arrays.stream(exponentials).map(e -> e / sum).toArray();
    }

    @Test
    @DisplayName("names the tokens where the folder has a tokenizer; ten if not told otherwise")
    void namesTokens() throws IOException {
        String model = Fixtures.withTokenizer(folder).toString();
        Terminal run = Terminal.run("next", "--model", model, "--prompt", "the", "--json");

        JsonNode next = Fixtures.json(run.out()).get("next");
        assertThat(next).hasSize(10).allSatisfy(candidate -> {
            assertThat(candidate.fieldNames()).toIterable()
                    .containsExactly("id", "token", "probability");
            assertThat(candidate.get("token").isTextual()).isTrue();
        });
        assertThat(Terminal.run("next", "--model", model, "--prompt", "the").out())
                .hasLineCount(10);
    }

    @Test
    @DisplayName("says so of an id that only the padded vocabulary has")
    void paddedVocabulary() throws IOException {
        String model = Fixtures.withTokenizer(folder, 300).toString();
        Terminal asJson = Terminal.run("next", "--model", model, "--prompt", "the", "--json",
                "--top", "300");

        JsonNode next = Fixtures.json(asJson.out()).get("next");
        assertThat(next).hasSize(300).allSatisfy(candidate ->
                assertThat(candidate.get("token").isNull()).isEqualTo(
                        candidate.get("id").asInt() >= Fixtures.TOKENIZER.vocabSize()));
        assertThat(Terminal.run("next", "--model", model, "--prompt", "the", "--top", "300").out())
                .containsPattern("(?m)^   299  \\(no token\\) +0\\.");
    }

    @Test
    @DisplayName("refuses to show no tokens")
    void refusesNone() {
        Terminal run = Terminal.run("next", "--model", Fixtures.GPT2_TINY.toString(),
                "--prompt-ids", "1", "--top", "0");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("--top must be from 1 to 1000000000, got 0.");
    }
}
