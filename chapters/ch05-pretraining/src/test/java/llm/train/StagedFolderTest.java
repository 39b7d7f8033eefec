package llm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A staged folder")
class StagedFolderTest {
    @TempDir
    private Path parent;

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    @DisplayName("holds what was written, beside what was there under other names")
    void writes() throws IOException {
        Path folder = parent.resolve("new");
        StagedFolder.write(folder, staged -> Files.writeString(staged.resolve("a"), "old"));
        StagedFolder.write(folder, staged -> {
            Files.writeString(staged.resolve("a"), "new");
            Files.writeString(staged.resolve("b"), "new");
        });
        StagedFolder.write(folder, staged -> Files.writeString(staged.resolve("c"), "last"));
        assertThat(names(folder)).containsExactly("a", "b", "c");
        assertThat(folder.resolve("a")).hasContent("new");
    }

    @Test
    @DisplayName("is as it was when the disk fills up half-way")
    void fails() throws IOException {
        Files.writeString(parent.resolve("a"), "old");
        Files.writeString(parent.resolve("b"), "old");
        assertThatThrownBy(() -> StagedFolder.write(parent, staged -> {
            Files.writeString(staged.resolve("a"), "new");
            throw new IOException("No space left on device");
        })).isInstanceOf(IOException.class).hasMessage("No space left on device");
        assertThat(names(parent)).containsExactly("a", "b");
        assertThat(parent.resolve("a")).hasContent("old");
    }
}
