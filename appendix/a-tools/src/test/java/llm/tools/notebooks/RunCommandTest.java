package llm.tools.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import llm.tools.Fixtures;
import llm.tools.Terminal;
import llm.tools.cli.Project;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("llm run")
class RunCommandTest {
    private static final String SMALL =
            "../../notebooks/runtime/src/test/resources/llm/notebook/small.ipynb";

    @TempDir
    private Path folder = Path.of("");

    @Test
    @DisplayName("tells prose, code and outputs, and writes notebook and page")
    void tells() throws IOException {
        Path saved = folder.resolve("saved.ipynb");
        Path page = folder.resolve("page.html");
        Terminal run = Terminal.run("run", SMALL, "--save", saved.toString(), "--html",
                page.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("## 1. Numbers", "The mean of three and four is 3.5, "
                + "and (3+4)/2 says the same.\n", "[1/4] │ double mean", "\n3.5\n",
                "[picture, 4 × 2 pixels]", "1000 of 1000\n✓ the mean", "✓ small: 4 cells in")
                .doesNotContain("\r", "\u001B");
        assertThat(Files.readString(saved)).contains("image/png", "\"3.5\"");
        assertThat(Files.readString(page)).contains("data:image/png;base64,");
    }

    @Test
    @DisplayName("prints the result as JSON, and nothing else")
    void printsJson() {
        JsonNode json = Fixtures.json(Terminal.run("run", SMALL, "--json").out());

        assertThat(json.get("notebook").asText()).isEqualTo("small");
        assertThat(json.get("cells").asInt()).isEqualTo(4);
        assertThat(json.get("good").asBoolean()).isTrue();
        assertThat(json.get("failure").isNull()).isTrue();
    }

    @Test
    @DisplayName("fails with cell, line and message, and writes nothing")
    void fails() throws IOException {
        String broken = Files.readString(Path.of(SMALL)).replace("mean < 4", "mean < 3");
        Path file = Files.writeString(folder.resolve("broken.ipynb"), broken);
        Path saved = folder.resolve("saved.ipynb");
        Terminal run = Terminal.run("run", file.toString(), "--save", saved.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).startsWith("cell 4, line 9: CheckFailed: the mean lies between: "
                + "it does not hold" + System.lineSeparator()
                + "    check(\"the mean lies between\", mean > 3 && mean < 3);");
        assertThat(saved).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ch03", "ch3", "3", "03"})
    @DisplayName("knows a chapter however it is written")
    void findsChapters(String name) throws IOException {
        assertThat(NotebookChoice.find(name))
                .isEqualTo(Project.root().resolve("notebooks/ch03.ipynb"));
    }

    @Test
    @DisplayName("says which notebooks there are")
    void namesNotebooks() {
        Terminal run = Terminal.run("run", "ch99");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("The notebook must be").contains(".ipynb, got ch99.");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {
        "new Thread(() -> llm.tools.Llm.main(new String[0])).start(); Thread.sleep(60_000)",
        "System.class.getMethod(\"exit\", int.class).invoke(null, 0)", "System.exit(0)"})
    @DisplayName("fails when a cell, or a library that it calls, would end it with exit code 0")
    void failsAtAnExit(String call) throws IOException, InterruptedException {
        String notebook = new ObjectMapper().writeValueAsString(Map.of("nbformat", 4,
                "nbformat_minor", 5, "cells", List.of(
                        Map.of("cell_type", "code", "source", "1 + 1"),
                        Map.of("cell_type", "code", "source", call + ";"))));
        Path file = Files.writeString(folder.resolve("x.ipynb"), notebook);
        for (String json : List.of("--json", "--debug")) {
            Process process = new ProcessBuilder(
                    ProcessHandle.current().info().command().orElse("java"), "--add-modules",
                    "jdk.incubator.vector", "-cp", System.getProperty("java.class.path"),
                    Project.MAIN_CLASS, "run", file.toString(), json).start();
            String out = new String(process.getInputStream().readAllBytes());
            String err = new String(process.getErrorStream().readAllBytes());

            assertThat(process.waitFor()).isEqualTo(1);
            assertThat(json.equals("--json") ? out : err).contains("cell 2", "CellExit",
                    "a cell must not end the program, got System.exit(0)");
        }
    }
}
