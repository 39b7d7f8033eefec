package llm.preferences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import llm.instructions.Split;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A corpus of preferences")
class PreferenceCorpusTest {
    @TempDir
    Path folder;

    @ParameterizedTest(name = "{2}")
    @CsvSource({"POLITE, TRAIN, polite.json, 720", "POLITE, TEST, polite-test.json, 240",
            "POLITE, VALIDATION, polite-validation.json, 120", "RIGHT, TRAIN, right.json, 720",
            "RIGHT, VALIDATION, right-validation.json, 120", "RIGHT, TEST, right-test.json, 240"})
    @DisplayName("as committed is what the generator writes for its seed, byte for byte")
    void sampleIsReproducible(Preference set, Split split, String name, int count)
            throws IOException {
        Path again = folder.resolve(name);
        var generator = PreferenceGenerator.of(set, PreferenceCorpus.SAMPLE_SEED);
        generator.writeTo(again, split, count);
        assertThat(Path.of("preferences", name)).hasSameBinaryContentAs(again);
        assertThat(Files.size(again)).isLessThan(250_000);

        List<Comparison> made = generator.pairs(split, count).stream()
                .map(pair -> new Comparison(pair.index(), "", pair.instruction(), pair.input(),
                        pair.chosen(), pair.rejected())).toList();
        assertThat(PreferenceCorpus.sample(set, split).pairs()).isEqualTo(made);
        assertThat(PreferenceCorpus.of(again)).isEqualTo(PreferenceCorpus.sample(set, split));
    }

    @Test
    @DisplayName("is the training part unless another is asked for")
    void training() {
        assertThat(PreferenceCorpus.sample(Preference.RIGHT))
                .isEqualTo(PreferenceCorpus.sample(Preference.RIGHT, Split.TRAIN));
    }

    @Test
    @DisplayName("reads pairs of other makers, whose output may be a third answer")
    void reads() throws IOException {
        Path file = Files.writeString(folder.resolve("theirs.json"), """
                [
                    {
                        "instruction": "Say hello.",
                        "input": "",
                        "output": "Hello.",
                        "rejected": "What do you want?",
                        "chosen": "Hello, my dear!"
                    }
                ]
                """);
        assertThat(PreferenceCorpus.of(file).pairs()).containsExactly(new Comparison(0, "",
                "Say hello.", "", "Hello, my dear!", "What do you want?"));
    }

    @Test
    @DisplayName("refuses a pair without one of its fields")
    void incomplete() throws IOException {
        Path file = Files.writeString(folder.resolve("mine.json"),
                "[{\"instruction\":\"Say hello.\",\"input\":\"\",\"chosen\":\"Hello.\"}]");
        assertThatThrownBy(() -> PreferenceCorpus.of(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("an entry must have the field rejected, got {");
    }
}
