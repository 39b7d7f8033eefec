package llm.notebooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import llm.notebook.Notebook;
import llm.notebook.NotebookRun;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every notebook of the folder, at the scale that the system property `llm.scale` names.
@DisplayName("Each notebook")
class NotebooksTest {
    @TestFactory
    @DisplayName("runs from its first cell to its last, and its numbers hold")
    Stream<DynamicTest> runs() throws IOException {
        return notebooks().stream().map(file -> dynamicTest(String.valueOf(file), () -> {
            Needs.assume(String.valueOf(file));
            NotebookRun.Result result = NotebookRun.of(Notebook.read(file));

            System.out.printf("%s: %d cells in %.1f s%n", file, result.cells(), result.seconds());
            assertThat(result.problems()).isEmpty();
        }));
    }

    @TestFactory
    @DisplayName("keeps to what every kernel understands")
    Stream<DynamicTest> staysInTheCommonSubset() throws IOException {
        return notebooks().stream().map(file -> dynamicTest(String.valueOf(file), () -> {
            Notebook notebook = Notebook.read(file);
            for (var cell : notebook.cells()) {
                if (cell.isCode()) {
                    assertThat(cell.source()).as("cell %d", cell.number())
                            .doesNotContainPattern("(?m)^\\s*%")      // a magic
                            .doesNotContainPattern("(?m)^(display|render)\\(")
                            .doesNotContain("System.in", "printf(");
                }
                assertThat(cell.json().path("execution_count").isNumber())
                        .as("execution count of cell %d", cell.number()).isFalse();
            }
        }));
    }

    static List<Path> notebooks() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(""))) {
            return files.filter(file -> String.valueOf(file).endsWith(".ipynb")).sorted().toList();
        }
    }
}
