package llm.tools.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import llm.tales.TaleGenerator;
import llm.tools.Terminal;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A folder with a training in it")
class PretrainResumeTest {
    @TempDir
    private static Path shared = Path.of("");
    private static Path data = Path.of("");
    private static Path whole = Path.of("");

    @TempDir
    private Path folder = Path.of("");
    private Path out = Path.of("");

    @BeforeAll
    static void trainOnce() throws IOException {
        data = shared.resolve("tales.txt");
        whole = shared.resolve("whole");
        TaleGenerator.of(1).writeTo(data, 30_000, _ -> { });
        assertThat(begin(whole).exitCode()).isZero();
    }

    private static Terminal begin(Path out, String... more) {
        List<String> all = new ArrayList<>(List.of("pretrain", "--data", data.toString(), "--out",
                out.toString(), "--vocab-size", "300", "--batch", "2", "--context", "16",
                "--steps", "4", "--save-every", "2"));
        all.addAll(List.of(more));
        return Terminal.run(all.toArray(String[]::new));
    }

    private static Terminal resume(Path out, String... more) {
        List<String> all = new ArrayList<>(List.of("pretrain", "--out", out.toString(),
                "--resume"));
        all.addAll(List.of(more));
        return Terminal.run(all.toArray(String[]::new));
    }

    @BeforeEach
    void copy() throws IOException {
        out = folder.resolve("out");
        for (Path file : files(whole)) {
            Path copy = out.resolve(whole.relativize(file));
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    /// As a training that was killed after its last checkpoint leaves it.
    private void forgetTheEnd() throws IOException {
        Files.delete(out.resolve("log.csv"));
        Files.delete(out.resolve("model.safetensors"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"--data OTHER, 2", "--data /nonexistent, 1", "--data EMPTY, 2",
        "--vocab-size 999, 2", "--tokenizer gpt2, 2", "--tokenizer /nonexistent, 2",
        "--data /nonexistent --vocab-size 999 --tokenizer gpt2, 1"})
    @DisplayName("is not resumed with another text or vocabulary, whether it is complete or not")
    void keepsSources(String options, int exitCode) throws IOException {
        Path other = Files.writeString(folder.resolve("other"), Files.readString(data) + "x");
        Path empty = Files.createFile(folder.resolve("empty"));
        String[] words = options.replace("OTHER", other.toString())
                .replace("EMPTY", empty.toString()).split(" ");
        for (int i = 0; i < 2; i++) {
            Terminal run = resume(out, words);

            assertThat(run.exitCode()).isEqualTo(exitCode);
            assertThat(run.out()).isEmpty();
            assertThat(run.err().lines()).hasSize(1);
            if (i == 0) {
                forgetTheEnd();
            }
        }
        assertThat(out.resolve("model.safetensors")).doesNotExist();
    }

    @Test
    @DisplayName("is resumed with the same text by another path, and the same vocabulary")
    void acceptsTheSameSources() throws IOException {
        Path copy = Files.copy(data, folder.resolve("copy"));
        Terminal run = resume(out, "--data", copy.toString(), "--vocab-size", "300",
                "--tokenizer", out + "/tokenizer");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("complete already").hasLineCount(1);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"data/training.ids", "data/validation.ids",
        "tokenizer/tokenizer.json"})
    @DisplayName("is not resumed when a file that it reads was edited, by one bit")
    void noticesEdits(String name) throws IOException {
        byte[] bytes = Files.readAllBytes(out.resolve(name));
        bytes[bytes.length / 2] ^= 1;
        Files.write(out.resolve(name), bytes);
        Terminal run = resume(out);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("must find", name, "as it was, SHA-256").hasLineCount(1);
    }

    @Test
    @DisplayName("is resumed all the same when an earlier version of the book began it")
    void resumesOldFolders() throws IOException {
        forgetTheEnd();
        Files.delete(out.resolve("data/sources.json"));
        Files.delete(out.resolve("data/lock"));
        Terminal run = begin(out, "--resume");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(out.resolve("model.safetensors"))
                .hasSameBinaryContentAs(whole.resolve("model.safetensors"));
        assertThat(resume(out, "--tokenizer", "gpt2").exitCode()).isEqualTo(2);
    }

    @Test
    @DisplayName("gets the charts that it was stopped before when it is resumed")
    void drawsMissingCharts() throws IOException {
        Files.delete(out.resolve("loss.png"));
        Files.delete(out.resolve("loss.svg"));

        assertThat(resume(out).exitCode()).isZero();
        assertThat(out.resolve("loss.png")).isNotEmptyFile();
        assertThat(out.resolve("loss.svg")).isNotEmptyFile();
    }

    @ParameterizedTest(name = "resumed: {0}")
    @ValueSource(booleans = {false, true})
    @DisplayName("refuses a second training at once, and writes nothing")
    void refusesASecond(boolean resumed) throws IOException {
        Path place = resumed ? out : folder.resolve("new");
        try (TrainingLock _ = TrainingLock.take(place.resolve("data"))) {
            List<Path> before = files(place);
            Terminal run = resumed ? resume(place) : begin(place);

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).startsWith("A folder must have one training at a time, got a "
                    + "second one for " + place.toRealPath() + ": process ").hasLineCount(1);
            assertThat(files(place)).isEqualTo(before);
        }
        assertThat((resumed ? resume(place) : begin(place)).exitCode()).as("free").isZero();
    }

    @Test
    @DisplayName("of other things is left alone, without a trace of a lock")
    void leavesOtherFoldersAlone() throws IOException {
        Path other = Files.createDirectories(folder.resolve("other"));
        Files.writeString(other.resolve("notes.txt"), "mine");

        assertThat(begin(other).err()).contains("must be new or empty");
        assertThat(other.resolve("data")).doesNotExist();
        assertThat(begin(folder.resolve("huge"), "--preset", "huge").exitCode()).isEqualTo(2);
        assertThat(folder.resolve("huge")).doesNotExist();
    }
}
