package llm.tensor.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A file written beside its place")
class AtomicFileTest {
    @TempDir
    private Path folder;

    @Test
    @DisplayName("replaces the old one, and makes its folder")
    void replaces() throws IOException {
        Path file = folder.resolve("new/deep/x.txt");
        AtomicFile.writeText(file, "one");
        AtomicFile.writeText(file, "zwei ✓");
        assertThat(file).hasContent("zwei ✓");
        assertAlone(file);
    }

    @Test
    @DisplayName("leaves the old one, and nothing else, when writing throws anything")
    void failures() throws IOException {
        Path file = folder.resolve("x.txt");
        assertThatThrownBy(() -> AtomicFile.write(file, part -> {
            Files.writeString(part, "half");
            throw new IllegalStateException("interrupted");
        })).hasMessage("interrupted");
        assertThat(file).doesNotExist();
        AtomicFile.writeText(file, "whole");
        assertThatThrownBy(() -> AtomicFile.write(file, part -> {
            Files.writeString(part, "half");
            throw new StackOverflowError();
        })).isInstanceOf(StackOverflowError.class);
        assertThat(file).hasContent("whole");
        assertAlone(file);
    }

    private static void assertAlone(Path file) throws IOException {
        try (var entries = Files.list(file.getParent())) {
            assertThat(entries).containsExactly(file);
        }
    }
}
