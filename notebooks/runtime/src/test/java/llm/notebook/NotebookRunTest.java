package llm.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Running a notebook")
class NotebookRunTest {
    static final Path SMALL = Path.of("src/test/resources/llm/notebook/small.ipynb");

    @TempDir
    private Path folder = Path.of("");

    private Notebook notebook(String... cells) throws IOException {
        var json = new ObjectMapper();
        var root = json.createObjectNode().put("nbformat", 4).put("nbformat_minor", 5);
        var array = root.putArray("cells");
        for (String cell : cells) {
            boolean prose = cell.startsWith("%");
            array.addObject().put("cell_type", prose ? "markdown" : "code")
                    .put("source", prose ? cell.substring(1) : cell);
        }
        return Notebook.read(Files.writeString(folder.resolve("test.ipynb"), root.toString()));
    }

    @Test
    @DisplayName("runs every cell and keeps what each one shows")
    void runs() throws IOException {
        Notebook small = Notebook.read(SMALL);
        NotebookRun.Result result = NotebookRun.of(small);

        assertThat(result.problems()).isEmpty();
        assertThat(result.cells()).isEqualTo(4);
        List<NotebookCell> code = small.cells().stream().filter(NotebookCell::isCode).toList();
        assertThat(code.get(0).outputs()).hasToString("""
                [{"name":"stdout","output_type":"stream","text":["mean\\n","3.5\\n"]}, \
                {"data":{"text/plain":["3.5"]},"execution_count":null,"metadata":{},\
                "output_type":"execute_result"}]""");
        JsonNode picture = code.get(1).outputs().getFirst().at("/data/image~1png");
        assertThat(Base64.getDecoder().decode(picture.asText())).startsWith(0x89, 'P', 'N', 'G');
        assertThat(code.get(1).outputs().getLast().toString())
                .contains("image/svg+xml", "[drawing: nothing]");
        assertThat(code.get(2).outputs().toString()).contains("<td style=\\\"text-align:right\\\">1",
                "a &lt; b", "text/plain");
        assertThat(code.get(3).outputs().getFirst().path("text").get(0).asText())
                .startsWith("Counting █").endsWith("of 1000\n").doesNotContain("\r");
        assertThat(code.get(3).outputs().toString()).contains("✓ it is exact");
    }

    @Test
    @DisplayName("computes less at the scale of the build machine")
    void scales() throws IOException {
        System.setProperty("llm.scale", "ci");
        try {
            Notebook small = Notebook.read(SMALL);
            assertThat(NotebookRun.of(small).isGood()).isTrue();
            assertThat(small.cells().get(7).outputs().toString()).contains("10 of 10");
        } finally {
            System.clearProperty("llm.scale");
        }
    }

    @Test
    @DisplayName("stops at the first cell that fails and says where")
    void stops() throws IOException {
        Notebook notebook = notebook("int a = 1;", "%prose", "int b = 2;\nint c = a / (b - 2);",
                "int d = 4;");
        NotebookRun.Result result = NotebookRun.of(notebook);

        assertThat(result.isGood()).isFalse();
        assertThat(result.cells()).isEqualTo(1);
        assertThat(result.problems()).startsWith(
                "cell 2, line 2: ArithmeticException: / by zero", "    int c = a / (b - 2);");
        assertThat(notebook.cells().get(2).outputs().toString())
                .contains("\"output_type\":\"error\"", "\"ename\":\"ArithmeticException\"");
    }

    @Test
    @DisplayName("fails at a check that does not hold, with the values")
    void failsAtAWrongCheck() throws IOException {
        NotebookRun.Result result = NotebookRun.of(notebook("import static llm.show.Check.check;\n"
                + "check(\"the sum is 1\", 0.5, 1, 0.1);"));

        assertThat(result.problems().getFirst()).isEqualTo("cell 1, line 2: CheckFailed: "
                + "the sum is 1: expected 1.0 ± 0.1, got 0.5");
    }

    @Test
    @DisplayName("fails when a number in the prose is no longer what the cells compute")
    void findsStaleNumbers() throws IOException {
        Notebook notebook = notebook("double loss = 2.314;\nint size = 124_439_808;",
                "%It is 2.31 <!-- value: loss -->, or 2.3 <!-- value: loss 0.01 -->, not "
                        + "**2.4** <!-- value: loss 0.01 --> or 2.32<!-- value: loss -->.",
                "%Size 124,439,808<!-- value: size --> or 124.4 million <!-- value: size -->;"
                        + " 5 <!-- value: nothing -->");
        assertThat(NotebookRun.of(notebook).problems()).containsExactly(
                "prose after cell 1: the prose says 2.4, but loss is 2.314",
                "prose after cell 1: the prose says 2.32, but loss is 2.314",
                "prose after cell 1: nothing must be set by a cell, got no such variable");
    }

    /// Jupyter's client ran the cells of the file in our kernel, and nbformat 5.11.1 wrote it.
    @Test
    @DisplayName("runs and writes the notebook byte by byte as Jupyter does")
    void saves() throws IOException {
        Path jupyters = Path.of("src/test/resources/llm/notebook/jupyter.ipynb");
        Notebook notebook = Notebook.read(jupyters);
        assertThat(NotebookRun.of(notebook).problems()).isEmpty();
        Path file = folder.resolve("copy.ipynb");
        notebook.write(file);

        assertThat(file).hasSameBinaryContentAs(jupyters);
    }

    @Test
    @DisplayName("adds what the format wants and a notebook lacks")
    void completes() throws IOException {
        Path file = folder.resolve("copy.ipynb");
        notebook("int a;").write(file);
        JsonNode json = new ObjectMapper().readTree(file.toFile());

        assertThat(json.at("/cells/0/id").asText()).isEqualTo("cell-01");
        assertThat(json.at("/metadata/kernelspec/name").asText()).isEqualTo("java");
        assertThat(json.at("/metadata/language_info/file_extension").asText())
                .isEqualTo(".jshell");
    }

    @Test
    @DisplayName("refuses a file that is no notebook")
    void refuses() throws IOException {
        Path file = Files.writeString(folder.resolve("x.ipynb"), "{\"nbformat\": 3}");

        assertThatThrownBy(() -> Notebook.read(file)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The file must be a Jupyter notebook of format 4, got " + file + ".");
        for (String broken : new String[] {"{\"nbformat\": 4", "{} {}",
            "{\"nbformat\": 4, \"cells\": [1]}", "{\"nbformat\": 4, \"nbformat\": 4}",
            "{\"nbformat\": 4, \"cells\": [], \"metadata\": 1}"}) {
            Files.writeString(file, broken);
            assertThatThrownBy(() -> Notebook.read(file)).as(broken)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(file.toString());
        }
    }
}
