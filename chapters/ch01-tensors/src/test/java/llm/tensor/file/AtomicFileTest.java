package llm.tensor.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
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

    @Test
    @DisplayName("goes with what a killed process has left of it, and with nothing else")
    void remains() throws Exception {
        Process gone = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(),
                "--version").redirectErrorStream(true).start();
        gone.getInputStream().readAllBytes();
        gone.waitFor();
        Path file = folder.resolve("x.txt");
        Path ofGone = partial("x.txt", gone.pid());
        Path ofOther = partial("xx.txt", gone.pid());
        Path ofLiving = partial("x.txt", ProcessHandle.current().pid());
        AtomicFile.writeText(file, "whole");
        assertThat(ofGone).doesNotExist();
        assertThat(ofOther).exists();
        assertThat(ofLiving).exists();
        assertThat(file).hasContent("whole");
    }

    private Path partial(String name, long process) throws IOException {
        return Files.writeString(folder.resolve("." + name + "." + process + "."
                + UUID.randomUUID() + ".part"), "half");
    }

    private static void assertAlone(Path file) throws IOException {
        try (var entries = Files.list(file.getParent())) {
            assertThat(entries).containsExactly(file);
        }
    }
}
