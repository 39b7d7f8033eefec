package llm.tools.notebooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import jdk.jshell.JShell;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import jdk.jshell.tool.JavaShellToolBuilder;
import llm.session.Cell;
import llm.session.CellFailure;
import llm.session.JavaSession;
import llm.tools.cli.Project;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("llm jshell")
class JShellCommandTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    @DisplayName("imports what exists, up to the chapter")
    void imports() throws CellFailure {
        try (JavaSession session = JavaSession.open()) {
            session.run(new Cell("startup", ChapterImports.upTo(2)));
            assertThat(session.run(new Cell("cell", "Tensor.ones(2).elements()"))).contains(2L);
            assertThatThrownBy(() -> session.run(new Cell("cell", "Trainer trainer;")))
                    .isInstanceOf(CellFailure.class);
            session.run(new Cell("startup", ChapterImports.upTo(5)));
            session.run(new Cell("cell", "Trainer trainer; Sampler sampler;"));
        }
    }

    @Test
    @DisplayName("shows tables, arrays and texts so that they read well")
    void readsWell() throws Exception {
        Path startup = Files.writeString(folder.resolve("startup.jsh"),
                "import tech.tablesaw.api.*;\n");
        var printed = new ByteArrayOutputStream();
        var out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        JavaShellToolBuilder.builder().in(new ByteArrayInputStream("""
                new int[] {1, 2}
                "text"
                Table.create("sizes", IntColumn.create("n", new int[] {7}))
                /exit
                """.getBytes(StandardCharsets.UTF_8)), null).out(out, out, out)
                .persistence(new HashMap<>())
                .start("--execution", "cells", "--startup", startup.toString(), "--feedback", "concise");

        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("==> [1, 2]",
                "==> \"text\"", " n  |", " 7  |");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "llm.show.Show.chart(|A chart of XChart's.",
        "llm.model.GptConfig.gpt2Small(|124,439,808 parameters.",
        "java.util.List.of(|Returns an unmodifiable list containing zero elements."})
    @DisplayName("documents the book's library as it does the JDK's")
    void documents(String code, String comment) throws IOException {
        Assumptions.assumeTrue(code.startsWith("llm")
                || Files.exists(Path.of(System.getProperty("java.home"), "lib", "src.zip")));
        DocumentationSources.add(Project.root());
        try (JShell shell = JShell.builder().executionEngine("cells").build()) {
            assertThat(shell.sourceCodeAnalysis().documentation(code, code.length(), true))
                    .extracting(Documentation::javadoc).anySatisfy(text ->
                            assertThat(text).contains(comment));
        }
    }
}
