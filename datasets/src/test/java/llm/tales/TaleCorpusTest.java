package llm.tales;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A corpus")
class TaleCorpusTest {
    private static final long SAMPLE_BYTES = 200_000;

    @TempDir
    Path folder;

    @Test
    @DisplayName("as committed is what the generator writes for its seed, byte for byte")
    void sampleIsReproducible() throws IOException {
        Path again = folder.resolve("again.txt");
        TaleGenerator.of(TaleCorpus.SAMPLE_SEED).writeTo(again, SAMPLE_BYTES, bytes -> {});
        assertThat(Path.of("tales/tales-200k.txt")).hasSameBinaryContentAs(again);
        assertThat(TaleCorpus.sample().text()).isEqualTo(Files.readString(again));
    }

    @Test
    @DisplayName("parts its stories by their place: every tenth validates")
    void split() throws IOException {
        var corpus = TaleCorpus.sample();
        List<String> all = corpus.stories().toList();
        List<String> validation = corpus.stories(Split.VALIDATION).toList();

        assertThat(validation).hasSize(all.size() / 10).startsWith(all.get(9), all.get(19));
        assertThat(corpus.stories(Split.TRAIN)).hasSize(all.size() - validation.size())
                .doesNotContainAnyElementsOf(validation);
        assertThat(Split.of(8)).isEqualTo(Split.TRAIN);
        assertThat(Split.of(9)).isEqualTo(Split.VALIDATION);
    }

    @Test
    @DisplayName("keeps paragraphs, skips empty stories and reads a last one without separator")
    void reads() throws IOException {
        Path file = Files.writeString(folder.resolve("mine.txt"),
                "One.\nTwo.\n<|endoftext|>\n<|endoftext|>\nThree.\r\n<|endoftext|>\nFour.");
        assertThat(TaleCorpus.of(file).stories()).containsExactly("One.\nTwo.", "Three.", "Four.");
        Files.writeString(file, "");
        assertThat(TaleCorpus.of(file).stories()).isEmpty();
    }
}
