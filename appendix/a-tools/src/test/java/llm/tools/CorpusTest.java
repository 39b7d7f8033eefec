package llm.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    @DisplayName("cannot be made of nothing")
    void refusesNothing() {
        assertThatThrownBy(() -> cut("")).hasMessageContaining("must hold text, got the empty");
    }
}
