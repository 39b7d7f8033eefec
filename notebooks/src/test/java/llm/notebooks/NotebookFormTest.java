package llm.notebooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import llm.notebook.Notebook;
import llm.notebook.NotebookCell;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// What makes a notebook one to learn from, as far as it can be counted.
@DisplayName("Each notebook")
class NotebookFormTest {
    @TempDir
    private Path folder = Path.of("");

    @TestFactory
    @DisplayName("has short cells and more words than code")
    Stream<DynamicTest> isReadable() throws IOException {
        return NotebooksTest.notebooks().stream().map(file -> dynamicTest(file.toString(), () -> {
            NotebookForm form = NotebookForm.of(Notebook.read(file));

            System.out.println("| " + file + " | " + form.row() + " |");
            assertThat(form.linesOf(0.5)).as("lines of a cell, median").isBetween(1, 6);
            assertThat(form.linesOf(0.9)).as("lines of nine cells in ten").isLessThanOrEqualTo(20);
            assertThat(form.linesOf(1)).as("lines of the longest cell").isLessThanOrEqualTo(40);
            assertThat(form.wordsPerLine()).as("words of prose per line of code")
                    .isBetween(6.0, 14.0);
        }));
    }

    @TestFactory
    @DisplayName("says something before every cell of code")
    Stream<DynamicTest> explainsEachCell() throws IOException {
        return NotebooksTest.notebooks().stream().map(file -> dynamicTest(file.toString(), () -> {
            boolean afterCode = true;
            for (NotebookCell cell : Notebook.read(file).cells()) {
                assertThat(cell.isCode() && afterCode)
                        .as("cell %d stands right behind code", cell.number()).isFalse();
                afterCode = cell.isCode();
            }
        }));
    }

    @TestFactory
    @DisplayName("checks a claim and shows a picture in every section that computes")
    Stream<DynamicTest> provesAndShows() throws IOException {
        return NotebooksTest.notebooks().stream().map(file -> dynamicTest(file.toString(), () -> {
            var sections = Section.of(Notebook.read(file)).stream()
                    .filter(section -> !section.cells().isEmpty()).toList();

            assertThat(sections).as("numbered sections").hasSizeGreaterThan(4);
            assertThat(sections).as("without a check that ran")
                    .filteredOn(section -> section.checks() == 0).map(Section::number).isEmpty();
            assertThat(sections).as("without a picture")
                    .filteredOn(section -> section.pictures() == 0).map(Section::number).isEmpty();
        }));
    }

    @TestFactory
    @DisplayName("is stored as Jupyter would store it, so that opening it changes nothing")
    Stream<DynamicTest> isAsJupyterWritesIt() throws IOException {
        return NotebooksTest.notebooks().stream().map(file -> dynamicTest(file.toString(), () -> {
            Path copy = folder.resolve(file);
            Notebook.read(file).write(copy);

            assertThat(copy).hasSameBinaryContentAs(file);
        }));
    }

    @TestFactory
    @DisplayName("has pixels and an alternative text for each picture")
    Stream<DynamicTest> showsPicturesToAll() throws IOException {
        return NotebooksTest.notebooks().stream().map(file -> dynamicTest(file.toString(), () -> {
            for (NotebookCell cell : Notebook.read(file).cells()) {
                for (JsonNode output : cell.outputs()) {
                    if (NotebookForm.isPicture(output)) {
                        assertThat(output.at("/data/image~1png").asText())
                                .as("pixels of cell %d", cell.number()).startsWith("iVBOR");
                        assertThat(output.at("/metadata/image~1png/alt").asText())
                                .as("text of cell %d", cell.number()).isNotBlank();
                    }
                }
            }
        }));
    }
}
