package llm.session;

import static org.assertj.core.api.Assertions.assertThat;

import jdk.jshell.SourceCodeAnalysis.Completeness;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Help with writing a cell")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AssistanceTest {
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
        "llm.tensor.Scope.open(|Scope.open()|Begins a scope, inside the one"})
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
