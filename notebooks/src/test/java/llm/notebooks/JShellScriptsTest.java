package llm.notebooks;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import llm.session.Cell;
import llm.session.CellFailure;
import llm.session.JavaSession;
import llm.tools.notebooks.ChapterImports;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every script of the folder `jshell`, with the imports that `./llm jshell chNN` brings.
@DisplayName("Each JShell script")
class JShellScriptsTest {
    @TestFactory
    @DisplayName("runs from its first line to its last, and its checks hold")
    Stream<DynamicTest> runs() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("jshell"))) {
            return files.filter(file -> file.toString().endsWith(".jsh")).sorted().toList()
                    .stream().map(file -> dynamicTest(file.toString(),
                            () -> assertThatCode(() -> run(file)).doesNotThrowAnyException()));
        }
    }

    private static void run(Path script) throws IOException, CellFailure {
        String name = script.getFileName().toString();      // chNN.jsh
        int chapter = Integer.parseInt(name.substring(2, 4));
        PrintStream out = System.out;
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        try (JavaSession session = JavaSession.open()) {
            session.run(new Cell("imports", ChapterImports.upTo(chapter)));
            session.run(new Cell(name, Files.readString(script)));
        } finally {
            System.setOut(out);
        }
    }
}
