package llm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import llm.tensor.file.AtomicFile;
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

    private void leaveRemains(Path folder) throws IOException {
        Files.createDirectories(folder.resolve(".saving-123/deep"));
        Files.writeString(folder.resolve(".saving-123/deep/a"), "half");
        Files.writeString(folder.resolve(".a.txt.123." + UUID.randomUUID() + ".part"), "half");
        Files.writeString(folder.resolve(".hidden.part"), "of somebody else");
    }

    @Test
    @DisplayName("loses what a save that was killed has left when it is written again")
    void clearsEarlierSaves() throws IOException {
        leaveRemains(parent);
        StagedFolder.write(parent, staged -> Files.writeString(staged.resolve("a"), "new"));
        assertThat(names(parent)).contains("a", ".hidden.part").doesNotContain(".saving-123");
    }

    @Test
    @DisplayName("can be rid of all that was half written in it, and keeps the rest")
    void deletesRemains() throws IOException {
        Path inner = parent.resolve("data");
        leaveRemains(parent);
        leaveRemains(inner);
        StagedFolder.deleteRemains(parent);
        assertThat(names(parent)).containsExactly(".hidden.part", "data");
        assertThat(names(inner)).containsExactly(".hidden.part");
    }

    @Test
    @DisplayName("knows the name under which a file is half written")
    void knowsPartialFiles() throws IOException {
        AtomicFile.write(parent.resolve("a"), half -> {
            Files.writeString(half, "half");
            assertThat(names(parent)).hasSize(1);
            StagedFolder.deleteRemains(parent);
            assertThat(names(parent)).isEmpty();
            Files.writeString(half, "whole");
        });
    }
}
