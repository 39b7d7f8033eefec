package llm.instructions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A corpus of instructions")
class InstructionCorpusTest {
    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0}")
    @CsvSource({"TRAIN, instructions.json, 1104", "VALIDATION, instructions-validation.json, 120",
            "TEST, instructions-test.json, 312"})
    @DisplayName("as committed is what the generator writes for its seed, byte for byte")
    void sampleIsReproducible(Split split, String name, int count) throws IOException {
        Path again = folder.resolve(name);
        var generator = InstructionGenerator.of(InstructionCorpus.SAMPLE_SEED);
        generator.writeTo(again, split, count);
        assertThat(Path.of("instructions", name)).hasSameBinaryContentAs(again);
        assertThat(Files.size(again)).isLessThan(200_000);

        List<Entry> made = generator.entries(split, count).stream()
                .map(entry -> new Entry(entry.index(), entry.kind(), "", entry.instruction(),
                        entry.input(), entry.output())).toList();
        assertThat(InstructionCorpus.sample(split).entries()).isEqualTo(made);
        assertThat(InstructionCorpus.of(again)).isEqualTo(InstructionCorpus.sample(split));
    }

    @Test
    @DisplayName("is the training part unless another is asked for")
    void training() {
        assertThat(InstructionCorpus.sample()).isEqualTo(InstructionCorpus.sample(Split.TRAIN));
    }

    @Test
    @DisplayName("refuses an entry without one of its fields")
    void incomplete() throws IOException {
        Path file = Files.writeString(folder.resolve("mine.json"),
                "[{\"kind\":\"sort\",\"instruction\":\"Sort.\",\"input\":\"\"}]");
        assertThatThrownBy(() -> InstructionCorpus.of(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("an entry must have the field output, got {");
    }
}
