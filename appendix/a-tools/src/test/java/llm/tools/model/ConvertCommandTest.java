package llm.tools.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import llm.tools.Fixtures;
import llm.tools.Terminal;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("llm convert")
class ConvertCommandTest {
    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"gpt2-tiny", "llama-tiny", "llama3-tiny", "qwen3-tiny"})
    @DisplayName("writes a GGUF file, and a folder from that, which write what the fixture says:")
    void thereAndBack(String name) throws IOException {
        Path fixture = Fixtures.file(name);
        Path file = folder.resolve("model.gguf");
        Path back = folder.resolve("back");
        convert(fixture, "gguf", file);
        convert(file, "hf", back);
        JsonNode run = Fixtures.json(fixture.resolve("io.json")).get("greedy").get(0);
        for (Path model : new Path[] {fixture, file, back}) {
            Terminal terminal = Terminal.run("generate", "--model", model.toString(),
                    "--prompt-ids", Fixtures.commaSeparated(run.get("prompt")),
                    "--max-new-tokens", "20", "--ignore-eos", "--json");
            assertThat(Fixtures.json(terminal.out()).get("ids"))
                    .isEqualTo(run.get("continuation"));
        }
    }

    private static void convert(Path from, String format, Path to) {
        Terminal run = Terminal.run("convert", "--model", from.toString(), "--to", format,
                "--out", to.toString(), "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(Fixtures.json(run.out()).get("format").asText()).isEqualTo(format);
    }

    @Test
    @DisplayName("says which formats there are")
    void unknownFormat() {
        Terminal run = Terminal.run("convert", "--model", "m", "--to", "onnx", "--out", "o");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("[gguf, hf]");
    }
}
