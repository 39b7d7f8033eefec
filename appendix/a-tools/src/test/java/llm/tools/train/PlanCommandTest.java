package llm.tools.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import llm.tools.Fixtures;
import llm.tools.Terminal;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("llm plan")
class PlanCommandTest {
    @TempDir
    private Path folder;

    @Test
    @DisplayName("counts parameters, memory, operations and minutes")
    void counts() {
        Terminal run = Terminal.run("plan", "--config",
                Fixtures.GPT2_TINY.resolve("config.json").toString(), "--batch", "2", "--context",
                "32", "--tokens", "6400", "--json");

        assertThat(run.exitCode()).isZero();
        JsonNode json = Fixtures.json(run.out());
        assertThat(json.get("parameters").asLong()).isEqualTo(136_960);
        JsonNode memory = json.get("memory");
        assertThat(memory.get("weights").asLong()).isEqualTo(4 * 136_960);
        assertThat(memory.get("gradients").asLong()).isEqualTo(4 * 136_960);
        assertThat(memory.get("optimizer").asLong()).isEqualTo(8 * 136_960);
        assertThat(memory.get("activations").asLong()).isPositive();
        assertThat(json.get("steps").asLong()).isEqualTo(100);
        assertThat(json.get("flops").asDouble())
                .isEqualTo(100 * json.get("flopsPerStep").asDouble());
        // 6 operations a parameter and token, the position embeddings left out, and attention
        assertThat(json.get("flopsPerStep").asDouble())
                .isBetween(6.0 * 64 * 130_000, 6.0 * 64 * 160_000);
        assertThat(json.get("minutes").asDouble()).isBetween(1e-6, 1.0);
    }

    @Test
    @DisplayName("counts what recomputed activations and moments in BF16 save")
    void savings() {
        Terminal run = Terminal.run("plan", "--preset", "tiny-gpt2",
                "--recompute-activations", "--moments", "bf16", "--json");
        JsonNode memory = Fixtures.json(run.out()).get("memory");
        assertThat(memory.get("optimizer").asLong()).isEqualTo(memory.get("weights").asLong());
        // 4 · 320 tokens of 3 · 192 values, two blocks' inputs, and one block's inside
        assertThat(memory.get("activations").asLong())
                .isEqualTo(4 * 1_280 * (3 * 192 + 2 * 192 + 16 * 192 + 6 + 4L));
    }

    @Test
    @DisplayName("refuses a context longer than the model's, a preset and a config at once")
    void refuses() {
        Terminal run = Terminal.run("plan", "--preset", "tiny", "--context", "4096");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("context in [1, 320]").hasLineCount(1);

        assertThat(Terminal.run("plan", "--preset", "tiny", "--config", "x").exitCode())
                .isEqualTo(2);
        assertThat(Terminal.run("plan", "--preset", "huge").err())
                .contains("preset must be one of tiny, small, tiny-gpt2, small-gpt2, gpt2-124m, "
                        + "got huge");
    }

    @Test
    @DisplayName("--cache lists the caches of published models, and draws them")
    void publishedCaches() throws IOException {
        Path chart = folder.resolve("cache.svg");
        Terminal run = Terminal.run("plan", "--cache", "--chart", chart.toString());
        assertThat(run.exitCode()).isZero();
        // Llama 2 7B: 2 · 32 layers · 4,096 values, 1,024 KiB in f32; 131,072 tokens 64 GiB in bf16
        assertThat(run.out()).containsPattern(
                "Llama 2 7B +1,024\\.0 +512\\.0 +512\\.0 +4,096\\.0 +16,384\\.0 +65,536\\.0");
        assertThat(Files.readString(chart).contains("<svg")).isTrue();
    }

    @Test
    @DisplayName("--cache of a model compares the ways to build its attention")
    void cacheVariants() {
        Terminal run = Terminal.run("plan", "--preset", "gpt2-124m", "--cache", "--json");
        assertThat(run.exitCode()).isZero();
        JsonNode caches = Fixtures.json(run.out()).get("caches");
        assertThat(caches).hasSize(6);
        assertThat(caches.get(0).get("token").get("f32").asLong()).isEqualTo(2 * 12 * 768 * 4);
        JsonNode multiQuery = caches.get(3);
        assertThat(multiQuery.get("name").asText()).isEqualTo("multi-query");
        assertThat(multiQuery.get("texts").get(0).get("bytes").get("bf16").asLong())
                .isEqualTo(2 * 12 * 64 * 2 * 1_024);
    }

    @Test
    @DisplayName("--chart without --cache is a wrong usage")
    void chartOnly() {
        Terminal run = Terminal.run("plan", "--chart", "cache.svg");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--cache");
    }
}
