package llm.spam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A corpus of messages")
class SpamCorpusTest {
    private static final int SAMPLE_MESSAGES = 1_200;

    @TempDir
    Path folder;

    @Test
    @DisplayName("as committed is what the generator writes for its seed, byte for byte")
    void sampleIsReproducible() throws IOException {
        Path again = folder.resolve("again.tsv");
        SpamGenerator.of(SpamCorpus.SAMPLE_SEED).writeTo(again, SAMPLE_MESSAGES);
        assertThat(Path.of("spam/sms.tsv")).hasSameBinaryContentAs(again);
        assertThat(Files.size(again)).isLessThan(120_000);
        assertThat(SpamCorpus.sample().messages())
                .isEqualTo(SpamCorpus.of(again).messages()).hasSize(SAMPLE_MESSAGES);
    }

    @Test
    @DisplayName("parts its messages by their place, as the generator does")
    void split() {
        var corpus = SpamCorpus.sample();
        for (Split split : Split.values()) {
            int count = corpus.messages(split).size();
            assertThat(corpus.messages(split)).isEqualTo(SpamGenerator.of(SpamCorpus.SAMPLE_SEED)
                    .messages(split, count).stream().map(Message::labeled).toList());
        }
        assertThat(corpus.messages(Split.TRAIN)).hasSize(840);
        assertThat(corpus.messages(Split.VALIDATION)).hasSize(120);
        assertThat(corpus.messages(Split.TEST)).hasSize(240);
    }

    @Test
    @DisplayName("reads any file of labels, tabs and texts, and says which line is none")
    void reads() throws IOException {
        Path file = Files.writeString(folder.resolve("mine.tsv"),
                "ham\tHi\tyou\r\n\nspam\tWin £5");
        assertThat(SpamCorpus.of(file).messages()).containsExactly(
                new LabeledText(Label.HAM, "Hi\tyou"), new LabeledText(Label.SPAM, "Win £5"));
        Path bad = Files.writeString(folder.resolve("bad.tsv"), "ham Hi");
        assertThatThrownBy(() -> SpamCorpus.of(bad))
                .hasMessage("a line must be label<TAB>text, got ham Hi");
        Path odd = Files.writeString(folder.resolve("odd.tsv"), "egg\tHi");
        assertThatThrownBy(() -> SpamCorpus.of(odd))
                .hasMessage("a label must be ham or spam, got egg");
    }
}
