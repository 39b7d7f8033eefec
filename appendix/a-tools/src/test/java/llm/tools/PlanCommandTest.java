package llm.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("llm plan")
class PlanCommandTest {

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
    @DisplayName("refuses a context longer than the model's, a preset and a config at once")
    void refuses() {
        Terminal run = Terminal.run("plan", "--preset", "tiny", "--context", "4096");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("context in [1, 320]").hasLineCount(1);

        assertThat(Terminal.run("plan", "--preset", "tiny", "--config", "x").exitCode())
                .isEqualTo(2);
        assertThat(Terminal.run("plan", "--preset", "huge").err())
                .contains("preset must be one of tiny, small, gpt2-124m, got huge");
    }
}
