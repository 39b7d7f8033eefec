package llm.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import llm.tools.Terminal;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The room on a disk")
class DiskRoomTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    @DisplayName("is looked at before a long run, wherever its folder will be")
    void looks() throws IOException {
        Path target = folder.resolve("not/yet/there");
        DiskRoom.require(target, 1_000, "a file");
        assertThatThrownBy(() -> DiskRoom.require(target, 1L << 60, "the text"))
                .isInstanceOf(IllegalStateException.class).hasMessageStartingWith("The disk of "
                        + target + " must have room for the text, about 1152921504.6 GB, got ");
        assertThat(target).doesNotExist();
    }

    @Test
    @DisplayName("is looked at by data make before it writes")
    void makes() {
        Path file = folder.resolve("tales.txt");
        Terminal run = Terminal.run("data", "make", "tales", "--megabytes", "1000000", "--out",
                file.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).startsWith("The disk of " + file + " must have room for the text, "
                + "about 1000.0 GB, got ");
        assertThat(file).doesNotExist();
    }
}
