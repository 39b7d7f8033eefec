package llm.puzzles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import llm.instructions.Split;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A corpus of puzzles")
class PuzzleCorpusTest {
    private static final PuzzleGenerator GENERATOR = PuzzleGenerator.of(PuzzleCorpus.SAMPLE_SEED);

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0}")
    @CsvSource({"TRAIN, puzzles.json, 480", "VALIDATION, puzzles-validation.json, 120",
            "TEST, puzzles-test.json, 240"})
    @DisplayName("as committed is what the generator writes for its seed, byte for byte")
    void sampleIsReproducible(Split split, String name, int count) throws IOException {
        Path again = folder.resolve(name);
        GENERATOR.writeTo(again, split, count);
        assertThat(Path.of("puzzles", name)).hasSameBinaryContentAs(again);
        assertThat(Files.size(again)).isLessThan(50_000);
        assertThat(PuzzleCorpus.sample(split).puzzles())
                .isEqualTo(GENERATOR.puzzles(split, count));
        assertThat(PuzzleCorpus.sample(split).demonstrations()).allMatch(Demonstration::right);
        assertThat(PuzzleCorpus.of(again)).isEqualTo(PuzzleCorpus.sample(split));
    }

    @Test
    @DisplayName("shows the training puzzles once more, with answers of which 40 % are right")
    void demonstrations() throws IOException {
        Path again = folder.resolve("demonstrations.json");
        GENERATOR.writeTo(again, Split.TRAIN, 480, 0.4);
        assertThat(Path.of("puzzles/demonstrations.json")).hasSameBinaryContentAs(again);
        assertThat(PuzzleCorpus.sampleOfDemonstrations().puzzles())
                .isEqualTo(PuzzleCorpus.sample().puzzles());
    }

    @Test
    @DisplayName("refuses what is no puzzle")
    void noPuzzle() throws IOException {
        Path file = Files.writeString(folder.resolve("mine.json"),
                "[{\"instruction\":\"Sort.\",\"input\":\"\",\"output\":\"1\"}]");
        assertThatThrownBy(() -> PuzzleCorpus.of(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("an instruction must be 'Sort the numbers: {numbers}'");
        Path other = Files.writeString(folder.resolve("other.json"), "[{\"input\":\"\"}]");
        assertThatThrownBy(() -> PuzzleCorpus.of(other))
                .hasMessageStartingWith("an entry must have the field instruction, got {");
    }
}
