package llm.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("llm docs")
class DocsCommandTest {
    private static final Path CHAPTERS = Path.of("../../chapters");

    @TempDir
    private Path folder = Path.of("");

    private static List<Path> packages() throws IOException {
        try (Stream<Path> files = Files.walk(CHAPTERS)) {
            return files.filter(file -> file.endsWith("package-info.java"))
                    .map(file -> file.toString().replaceFirst(".*/src/main/java/", ""))
                    .filter(file -> file.startsWith("llm/")).map(Path::of).map(Path::getParent)
                    .toList();
        }
    }

    @Test
    @DisplayName("documents every package of every chapter without a warning, in place of the last")
    void documents() throws IOException {
        Path docs = Files.createDirectories(folder.resolve("docs"));
        for (String name : List.of("index.html", "element-list", "Forgotten.html")) {
            Files.createFile(docs.resolve(name));
        }
        Terminal terminal = Terminal.run("docs", "--out", docs.toString());

        assertThat(terminal.exitCode()).as(terminal.err()).isZero();
        assertThat(terminal.err()).isEmpty();
        assertThat(terminal.out().strip()).endsWith("/docs/index.html");
        assertThat(docs.resolve("Forgotten.html")).doesNotExist();
        assertThat(packages()).hasSizeGreaterThan(30).allSatisfy(name ->
                assertThat(docs.resolve(name).resolve("package-summary.html")).exists());
        assertThat(Files.readString(docs.resolve("index.html"))).contains("Chapter 1: tensors");
        assertThat(Files.readString(docs.resolve("llm/tensor/Tensor.html")))
                .contains("<code>").doesNotContain("///");
    }

    @Test
    @DisplayName("leaves a folder alone that holds something else")
    void leavesOthersAlone() throws IOException {
        Files.writeString(folder.resolve("thesis.txt"), "mine");
        Terminal terminal = Terminal.run("docs", "--out", folder.toString());

        assertThat(terminal.exitCode()).isEqualTo(1);
        assertThat(terminal.err()).contains("must be new or empty, or hold earlier documentation")
                .hasLineCount(1);
        assertThat(folder.resolve("thesis.txt")).hasContent("mine");
    }
}
