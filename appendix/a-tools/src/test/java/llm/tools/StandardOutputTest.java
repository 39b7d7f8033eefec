package llm.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Standard output")
class StandardOutputTest {
    private static final String NOTEBOOK =
            "../../notebooks/runtime/src/test/resources/llm/notebook/small.ipynb";
    private static final String MODEL = Fixtures.GPT2_TINY.toString();

    @TempDir
    private Path folder = Path.of("");

    /// Takes some bytes, then fails like a full disk or a closed pipe.
    private static final class Full extends OutputStream {
        private final String reason;
        private long room;
        private int refused;

        Full(String reason, long room) {
            this.reason = reason;
            this.room = room;
        }

        @Override
        public void write(int oneByte) throws IOException {
            if (room-- <= 0) {
                refused++;
                throw new IOException(reason);
            }
        }
    }

    private static Terminal run(Full output, String... words) {
        var err = new StringWriter();
        var out = new PrintWriter(new OutputStreamWriter(new StandardOutput(output),
                StandardCharsets.UTF_8), true);
        int exitCode = Llm.run(out, new PrintWriter(err), words);
        return new Terminal(exitCode, "", err.toString());
    }

    private static String[] words(String command) {
        return command.replace("MODEL", MODEL).replace("NOTEBOOK", NOTEBOOK).split(" ");
    }

    @ParameterizedTest(name = "llm {0}")
    @ValueSource(strings = {"--version", "--help", "generate --help", "data list",
        "data list --json", "plan --cache", "plan --cache --json", "completion zsh",
        "next --model MODEL --prompt-ids 1 --json", "next --model MODEL --prompt-ids 1",
        "generate --model MODEL --prompt-ids 1 --max-new-tokens 3",
        "generate --model MODEL --prompt-ids 1 --max-new-tokens 3 --json", "run NOTEBOOK",
        "run NOTEBOOK --json", "tokenize --tokenizer gpt2 hello"})
    @DisplayName("that is full makes any command fail in one sentence")
    void tellsOfAFullDisk(String command) {
        for (int room : new int[] {0, 5}) {
            Terminal run = run(new Full("No space left on device", room), words(command));

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err().strip())
                    .isEqualTo("The output cannot be written: No space left on device.");
        }
        assertThat(run(new Full("Broken pipe", 5), words(command)))
                .isEqualTo(new Terminal(141, "", ""));
    }

    @Test
    @DisplayName("that another writer lost is a failure, too")
    void noticesOtherWriters() {
        Writer lost = new Writer() {
            @Override
            public void write(char[] characters, int offset, int length) throws IOException {
                throw new IOException("lost");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        var err = new StringWriter();

        assertThat(Llm.run(new PrintWriter(lost), new PrintWriter(err), "data", "list"))
                .isEqualTo(1);
        assertThat(err.toString().lines()).hasSize(1);
    }

    @Test
    @DisplayName("ends a generation at the first token that nobody reads")
    void endsGeneration() {
        var closed = new Full("Broken pipe", 10);
        var run = run(closed, "generate", "--model", MODEL, "--prompt-ids", "1",
                "--max-new-tokens", "1000000", "--ignore-eos");

        assertThat(run.exitCode()).isEqualTo(141);
        assertThat(closed.refused).isLessThan(5);
    }

    @Test
    @DisplayName("ends a file of texts and a notebook at the first line that nobody reads")
    void endsOtherWork() throws IOException {
        Path lines = Files.writeString(folder.resolve("lines"), "\"a text\"\n".repeat(200_000));
        var closed = new Full("Broken pipe", 10);
        assertThat(run(closed, "tokenize", "--tokenizer", "gpt2", "--jsonl", lines.toString())
                .exitCode()).isEqualTo(141);

        String cell = "{\"cell_type\": \"code\", \"source\": \"%s\"}";
        Path touched = folder.resolve("touched");
        var cells = new ArrayList<>(List.of(cell.formatted(
                "try { System.out.println(1); } catch (Exception e) { }")));
        cells.add(cell.formatted("java.nio.file.Files.createFile(java.nio.file.Path.of(\\\""
                + touched + "\\\"))"));
        Path notebook = Files.writeString(folder.resolve("x.ipynb"),
                "{\"nbformat\": 4, \"nbformat_minor\": 5, \"cells\": " + cells + "}");
        assertThat(run(new Full("Broken pipe", 90), "run", notebook.toString()).exitCode())
                .isEqualTo(141);
        assertThat(touched).doesNotExist();
    }
}
