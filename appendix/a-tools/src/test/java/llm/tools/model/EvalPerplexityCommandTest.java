package llm.tools.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import llm.tensor.IntTensor;
import llm.tensor.file.Safetensors;
import llm.tools.Fixtures;
import llm.tools.Terminal;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tolerances: 10⁻⁴ nats, and as much of the perplexity.
@DisplayName("llm eval perplexity")
class EvalPerplexityCommandTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    @DisplayName("gives what transformers gives, for windows side by side and sliding ones")
    void agreesWithTransformers() throws IOException {
        JsonNode expected = Fixtures.json(Fixtures.file("lm_eval.json")).get("perplexity");
        Path ids = Files.writeString(folder.resolve("ids.json"),
                expected.get("stream").toString());

        assertResult(evaluate(ids), expected.get("chunked"));
        assertResult(evaluate(ids, "--context", "64", "--stride",
                expected.get("sliding").get("stride").asText()), expected.get("sliding"));
    }

    private static Terminal evaluate(Path ids, String... more) {
        List<String> all = new ArrayList<>(List.of("eval", "perplexity", "--model",
                Fixtures.GPT2_TINY.toString(), "--ids-file", ids.toString(), "--json"));
        all.addAll(List.of(more));
        return Terminal.run(all.toArray(String[]::new));
    }

    private static void assertResult(Terminal run, JsonNode wanted) {
        JsonNode json = Fixtures.json(run.out());
        assertThat(json.fieldNames()).toIterable().containsExactly("perplexity", "nll", "tokens");
        assertThat(json.get("tokens").asLong()).isEqualTo(wanted.get("tokens_scored").asLong());
        assertThat(json.get("nll").asDouble())
                .isCloseTo(wanted.get("mean_nll").asDouble(), within(1e-4));
        double perplexity = wanted.get("perplexity").asDouble();
        assertThat(json.get("perplexity").asDouble())
                .isCloseTo(perplexity, within(1e-4 * perplexity));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"gpt2-tiny", "llama-tiny", "llama3-tiny", "qwen3-tiny",
        "qwen3moe-tiny", "gemma3-tiny"})
    @DisplayName("gives the loss that transformers computed for two texts:")
    void everyFamily(String model) throws IOException {
        Path fixture = Fixtures.file(model);
        try (Safetensors stored = Safetensors.open(fixture.resolve("io.safetensors"))) {
            IntTensor texts = stored.ints("input_ids");
            Path ids = Files.writeString(folder.resolve("ids.json"),
                    Arrays.toString(texts.values()));
            String tokens = String.valueOf(texts.size(1));
            Terminal run = Terminal.run("eval", "perplexity", "--model", fixture.toString(),
                    "--ids-file", ids.toString(), "--context", tokens, "--json");
            assertThat(Fixtures.json(run.out()).get("nll").asDouble()).isCloseTo(
                    Fixtures.json(fixture.resolve("io.json")).get("loss_all").asDouble(),
                    within(2e-5));
        }
    }

    @Test
    @DisplayName("says how much keeping the weights in fewer bits changes it")
    void fewerBits() throws IOException {
        Path ids = Files.writeString(folder.resolve("ids.json"),
                Fixtures.json(Fixtures.file("lm_eval.json")).get("perplexity").get("stream")
                        .toString());
        double exact = Fixtures.json(evaluate(ids).out()).get("perplexity").asDouble();
        for (String dtype : List.of("bf16", "int8")) {
            JsonNode json = Fixtures.json(evaluate(ids, "--dtype", dtype).out());
            assertThat(json.fieldNames()).toIterable().containsExactly("perplexity", "nll",
                    "tokens", "f32Perplexity", "change");
            assertThat(json.get("f32Perplexity").asDouble()).isEqualTo(exact);
            assertThat(json.get("change").asDouble())
                    .isEqualTo(json.get("perplexity").asDouble() - exact).isNotZero();
            assertThat(Math.abs(json.get("change").asDouble())).isLessThan(0.01 * exact);
        }
        Terminal run = Terminal.run("eval", "perplexity", "--model", Fixtures.GPT2_TINY.toString(),
                "--ids-file", ids.toString(), "--dtype", "int8");
        assertThat(run.out()).contains(" in f32: int8 changes it by ");
        assertThat(evaluate(ids, "--dtype", "int4").err().strip())
                .isEqualTo("--dtype must be f32, bf16 or int8, got int4.");
    }

    @Test
    @DisplayName("scores a text by way of the folder's tokenizer")
    void scoresText() throws IOException {
        Path model = Fixtures.withTokenizer(folder.resolve("model"));
        Path text = Files.writeString(folder.resolve("text.txt"), "the cat and the dog");
        Terminal run = Terminal.run("eval", "perplexity", "--model", model.toString(), "--file",
                text.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).matches("perplexity [\\d.]+  \\([\\d.]+ nats per token over .*\n"
                + "[\\d.]+ bits per byte\n");
        Terminal packed = Terminal.run("eval", "perplexity", "--model", model.toString(), "--file",
                text.toString(), "--dtype", "int8");
        assertThat(packed.out()).containsPattern("\n[\\d.]+ bits per byte\n[\\d.]+ in f32");
    }

    @Test
    @DisplayName("says in one sentence what is wrong with ids or windows")
    void explains() throws IOException {
        assertFails("a text must have two tokens or more to be scored, got 1", "[1]");
        assertFails("a token id must be", "[1, 512]");
        assertFails("ids.json must be valid JSON", "[1, 2");
        assertFails("context must be in [2, 64]", "[1, 2, 3]", "--context", "65");
        assertFails("stride in [1, context], got context=64, stride=65", "[1, 2, 3]", "--stride",
                "65");
    }

    private void assertFails(String message, String ids, String... more) throws IOException {
        Terminal run = evaluate(Files.writeString(folder.resolve("ids.json"), ids), more);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(message).hasLineCount(1);
    }

    @Test
    @DisplayName("alone says what is missing")
    void alone() {
        Terminal run = Terminal.run("eval");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("What to measure is missing: perplexity");
    }
}
