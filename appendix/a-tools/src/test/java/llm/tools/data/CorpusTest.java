package llm.tools.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A corpus")
class CorpusTest {
    @TempDir
    private Path folder = Path.of("");

    private Corpus.Texts cut(String text) throws IOException {
        return Corpus.cut(Files.writeString(folder.resolve("text.txt"), text),
                folder.resolve("data"));
    }

    @Test
    @DisplayName("of ten documents gives every tenth to validation")
    void cutsByDocument() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 21; i++) {
            text.append("story ").append(i).append("\n<|endoftext|>\n");
        }
        Corpus.Texts texts = cut(text.toString());

        assertThat(Files.readString(texts.validation()))
                .isEqualTo("story 9<|endoftext|>story 19<|endoftext|>");
        assertThat(Files.readString(texts.training()))
                .startsWith("story 0<|endoftext|>story 1<|endoftext|>")
                .endsWith("story 18<|endoftext|>story 20<|endoftext|>")
                .doesNotContain("story 19");
    }

    @Test
    @DisplayName("of one document is cut at nine tenths")
    void cutsByLength() throws IOException {
        Corpus.Texts texts = cut("0123456789".repeat(10));

        assertThat(Files.readString(texts.training())).hasSize(90);
        assertThat(Files.readString(texts.validation())).isEqualTo("0123456789");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"😀", "👨‍👩‍👧", "e\u0301"})
    @DisplayName("is cut in no character, wherever nine tenths are")
    void cutsNoCharacter(String character) throws IOException {
        for (int count = 1; count < 40; count++) {
            String text = character.repeat(count) + ".".repeat(count % 4);
            Corpus.Texts texts = cut(text);
            String training = Files.readString(texts.training());
            assertThat(training + Files.readString(texts.validation())).isEqualTo(text);
            assertThat(training.replace(character, "")).matches("[.]*");
        }
    }

    @ParameterizedTest(name = "with ''{0}'' between parts")
    @ValueSource(strings = {"", "<|endoftext|>"})
    @DisplayName("may be larger than the heap, of one document or several")
    void largerThanTheHeap(String separator) throws IOException, InterruptedException {
        String line = "the fox ran home with two red hats and sang\n";
        Path data = folder.resolve("large.txt");
        try (Writer writer = Files.newBufferedWriter(data)) {
            for (int i = 0; i < 1_200_000; i++) {            // 53 MB
                writer.write(i % 100_000 == 0 ? separator + line : line);
            }
        }
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx24m",
                "-cp", System.getProperty("java.class.path"), CutLarge.class.getName(),
                data.toString(), folder.resolve("data").toString()).inheritIO().start();
        assertThat(process.waitFor()).isZero();
        assertThat(Files.size(folder.resolve("data/validation.txt")))
                .isBetween(Files.size(data) / 13, Files.size(data) / 9);
    }

    /// Cuts in a JVM of its own.
    static final class CutLarge {
        public static void main(String[] args) throws IOException {
            Corpus.cut(Path.of(args[0]), Path.of(args[1]));
        }
    }

    @Test
    @DisplayName("cannot be made of nothing")
    void refusesNothing() {
        assertThatThrownBy(() -> cut("")).hasMessageContaining("must hold text, got the empty");
    }
}
