package llm.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Help with writing a cell")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AssistanceTest {
    @TempDir
    private Path folder = Path.of("");

    private JavaSession session;

    @BeforeAll
    void open() throws CellFailure {
        session = JavaSession.open();
        session.run(new Cell("cell 1", "int[] numbers = {1};\nString total = \"\";"));
    }

    @AfterAll
    void close() {
        session.close();
    }

    @ParameterizedTest
    @CsvSource({"Math.absE, absExact(, 5", "'int a = 1;\n// why\ntotal.isBl', isBlank(), 24",
        "numbers.le, length, 8", "tot, total, 0"})
    @DisplayName("completes names, in any statement of the cell")
    void completes(String code, String expected, int start) {
        Assistance.Completion completion = session.assistance().complete(code, code.length());

        assertThat(completion.texts()).contains(expected);
        assertThat(completion.start()).isEqualTo(start);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"Preset.named(\"ti|tiny,tiny-gpt2|14",
        "int a = 1;\\nvar p = llm.pretrain.Preset.named( \"small|small,small-gpt2|47",
        "Backends.named(\"|cpu,plain|16", "Preset.named(\"x|''|14",
        "ChatTemplate.named(\"c|chatml|20", "Path.of(\"src/main/re|src/main/resources/|9",
        "DataFolders.of(\"sms|sms-spam|16"})
    @DisplayName("completes the texts that methods of the library take")
    void completesTexts(String code, String expected, int start) {
        String cell = code.replace("\\n", "\n");
        Assistance.Completion completion = session.assistance().complete(cell, cell.length());

        assertThat(completion.texts()).containsExactlyInAnyOrderElementsOf(
                expected.isEmpty() ? List.of() : List.of(expected.split(",")));
        assertThat(completion.start()).isEqualTo(start);
    }

    @Test
    @DisplayName("names downloaded models where a path may stand")
    void completesModels() throws IOException {
        Path cache = Files.createTempDirectory(folder, "cache");
        Path model = Files.createDirectories(cache.resolve("data/my-gpt"));
        String before = System.getProperty("llm.cache", ".cache");
        System.setProperty("llm.cache", cache.toString());
        try {
            String code = "PretrainedModel.load(Path.of(\"";
            Assistance.Completion completion =
                    session.assistance().complete(code, code.length());
            assertThat(Path.of("").toAbsolutePath().resolve(completion.texts().getFirst())
                    .toRealPath()).isEqualTo(model.toRealPath());
        } finally {
            System.setProperty("llm.cache", before);
        }
    }

    @Test
    @DisplayName("describes in Markdown, with names as code and a line for each tag")
    void describesInMarkdown() {
        var description = new Assistance.Description("int f(int n)",
                "Adds [Math#PI].\n@param n see [text](x)\n@throws X if it is 0");

        assertThat(description.markdown()).isEqualTo("```java\nint f(int n)\n```\n"
                + "Adds `Math#PI`.\n\n**param** n see [text](x)\n\n**throws** X if it is 0");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"Math.max(|9|int Math.max(int a, int b)",
        "Math.hypot(1, 2)|7|double Math.hypot(double x, double y)",
        "var x = total.strip|19|String String.strip()", "total|5|total:java.lang.String"})
    @DisplayName("shows the signature of what the cursor is at")
    void documents(String code, int cursor, String signature) {
        assertThat(session.assistance().document(code, cursor)).contains(signature);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "llm.tensor.Tensor.of(|Tensor.of(float[][] rows)|Rows of equal length, `(rows, columns)`.",
        "new llm.tensor.layer.Linear(|Linear(int in, int out, boolean|begin between `±1/√in`",
        "llm.tensor.Scope|llm.tensor.Scope|Returns the memory of all tensors made since",
        "llm.tensor.Scope.open(|Scope.open()|Begins a scope, inside the one",
        "llm.tensor.Tensor.ones(2).softmax(|Operations.softmax(|Softmax over the last axis.",
        "llm.tensor.Tensor.ones(2).matmul(|Operations.matmul(|Matrix product",
        "new llm.model.GptConfig(|int vocabSize|Sizes and options of a GPT-2 model.",
        "llm.model.GptConfig.gpt2Small(|gpt2Small()|124,439,808 parameters.",
        "llm.tensor.backend.DType.BF16|DType.BF16|16 bits, the upper half of a float32",
        "llm.show.Show.chart(|Show.chart(|A chart of XChart's."})
    @DisplayName("shows the comments of the book's own classes")
    void documentsTheLibrary(String code, String signature, String comment) {
        String text = session.assistance().document(code, code.length());

        assertThat(text).contains(signature, comment);
    }

    @Test
    @DisplayName("knows when nothing is known")
    void documentsNothing() {
        assertThat(session.assistance().document("unknown", 7)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"int a = 1;|COMPLETE", "int b = 2|COMPLETE_WITH_SEMI",
        "int b = 2; while (b > 1) {|DEFINITELY_INCOMPLETE", "int = ;|UNKNOWN", "''|EMPTY"})
    @DisplayName("knows whether a cell is whole")
    void knowsCompleteness(String code, Completeness expected) {
        assertThat(session.assistance().completeness(code)).isEqualTo(expected);
    }
}
