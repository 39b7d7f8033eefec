package llm.tools.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import llm.tools.Fixtures;
import llm.tools.Terminal;
import llm.tools.cli.DiskRoom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("llm train-tokenizer")
class TrainTokenizerCommandTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    @DisplayName("learns merges, and writes a folder that tokenize reads")
    void learns() throws IOException {
        Path text = Files.writeString(folder.resolve("text.txt"), "ab abc ab abc ab\n");
        Path out = folder.resolve("tokenizer");
        Terminal run = Terminal.run("train-tokenizer", "--file", text.toString(), "--vocab-size",
                "259", "--out", out.toString(), "--json");

        JsonNode json = Fixtures.json(run.out());
        assertThat(json.get("vocabSize").asInt()).isEqualTo(259);
        assertThat(out).isDirectoryContaining("glob:**/tokenizer.json")
                .isDirectoryContaining("glob:**/merges.txt");
        JsonNode tokens = Fixtures.json(Terminal.run("tokenize", "--tokenizer", out.toString(),
                "ab abc", "--json").out());
        // 256 bytes, <|endoftext|>, and the merges a+b (5 times) and ␣+ab (4 times)
        assertThat(tokens.get("tokens").toString()).isEqualTo("[\"ab\",\" ab\",\"c\"]");
    }

    @Test
    @DisplayName("looks first whether the disk has room")
    void fullDisk() throws IOException {
        Path text = Files.writeString(folder.resolve("text.txt"), "ab ab");
        Path out = folder.resolve("tokenizer");
        ScopedValue.where(DiskRoom.USABLE, 1_000L).run(() -> {
            Terminal run = Terminal.run("train-tokenizer", "--file", text.toString(),
                    "--vocab-size", "300", "--out", out.toString());
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).startsWith("The disk of " + out + " must have room for the "
                    + "tokenizer, about 38 kB, got 1 kB.");
        });
        assertThat(out).doesNotExist();
    }

    @Test
    @DisplayName("refuses an empty file")
    void refusesAnEmptyFile() throws IOException {
        Path text = Files.writeString(folder.resolve("text.txt"), "");
        Terminal run = Terminal.run("train-tokenizer", "--file", text.toString(), "--vocab-size",
                "300", "--out", folder.resolve("tokenizer").toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("The file must hold text, got the empty").hasLineCount(1);
    }
}
