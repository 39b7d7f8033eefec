package llm.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A peer's task")
class EncodingTaskTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    @DisplayName("cuts a text between a letter and a space, and nowhere else")
    void cuts() {
        assertThat(EncodingTask.parts("ab cd. ef gh", 3)).containsExactly("ab cd. ef", " gh");
        assertThat(EncodingTask.parts("ab cd. ef gh", 2))
                .containsExactly("ab", " cd. ef", " gh");
        assertThat(EncodingTask.parts("ab  12 34", 2)).containsExactly("ab", "  12 34");
        assertThat(EncodingTask.parts("", 2)).containsExactly("");
    }

    @Test
    @DisplayName("measures the runs asked for, and writes ids as four bytes each")
    void measures() throws IOException {
        Path text = Files.writeString(folder.resolve("text.txt"), "né");
        Path out = folder.resolve("ids.bin");
        EncodingTask task = EncodingTask.of("--file", text.toString(), "--tokenizer", "gpt2",
                "--threads", "2", "--steps", "3", "--out", out.toString());
        assertThat(task).isEqualTo(new EncodingTask("né", Path.of("gpt2"), 2, 3, out));

        List<String> encoded = new ArrayList<>();
        var printed = new ByteArrayOutputStream();
        task.measure(part -> {
            encoded.add(part);
            return new int[] {1, 258};
        }, new PrintStream(printed, true, StandardCharsets.UTF_8));

        assertThat(encoded).hasSize(400 + 3).containsOnly("né");
        assertThat(Files.readAllBytes(out)).containsExactly(1, 0, 0, 0, 2, 1, 0, 0);
        assertThat(printed.toString(StandardCharsets.UTF_8)).matches("\\{\"msPerStep\": [0-9.]+, "
                + "\"bestMsPerStep\": [0-9.]+, \"megabytesPerSecond\": [0-9.]+, \"tokens\": 2}\\R");
    }

    @Test
    @DisplayName("names the option that is missing")
    void namesMissingOption() {
        assertThatIllegalArgumentException().isThrownBy(() -> EncodingTask.of("--threads", "1"))
                .withMessage("--file must be given, got {--threads=1}");
    }
}
