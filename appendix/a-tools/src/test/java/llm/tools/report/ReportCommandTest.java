package llm.tools.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import llm.tools.Fixtures;
import llm.tools.Terminal;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("llm report")
class ReportCommandTest {
    private static final Path MMLU = Path.of(
            "../../chapters/ch09-evaluation/src/test/resources/fixtures/mmlu");

    @Test
    @DisplayName("puts two models on one page that needs nothing else, with the scores of eval")
    void reports(@TempDir Path folder) throws IOException {
        String model = MMLU.resolve("model").toString();
        Path text = Files.writeString(folder.resolve("text.txt"),
                "What is 31 + 17?\nA box holds 40 apples. ".repeat(4));
        Path page = folder.resolve("page.html");

        Terminal run = Terminal.run("report", "--model", model, "--against", model, "--text",
                text.toString(), "--choices", MMLU.resolve("data").toString(), "--prompt",
                "<b>What", "--out", page.toString(), "--quiet", "--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode first = Fixtures.json(run.out()).at("/models/0");
        JsonNode perplexity = Fixtures.json(Terminal.run("eval", "perplexity", "--model", model,
                "--file", text.toString(), "--json").out());
        JsonNode choices = Fixtures.json(Terminal.run("eval", "mmlu", "--model", model, "--data",
                MMLU.resolve("data").toString(), "--method", "continuation", "--norm", "chars",
                "--shots", "2", "--quiet", "--json").out());
        assertThat(first.get("bitsPerByte").asDouble())
                .isCloseTo(perplexity.get("bitsPerByte").asDouble(), within(1e-9));
        assertThat(first.get("accuracy")).isEqualTo(choices.get("accuracy"));
        assertThat(first.get("tokensPerSecond").asDouble()).isPositive();
        String html = Files.readString(page);
        assertThat(html).contains("<title>Report card of ", "word forms",
                "more often by 0.0 points", "&lt;b&gt;What", "<svg",
                "<td>2 shots, text, per character</td><td>this page</td>",
                "<td>GPT-2 124M</td><td>25.57 %</td><td>0 shots, text, sum</td><td>llm.c")
                .doesNotContain("<b>What", "{{", "src=\"http", "href=\"http");
    }
}
