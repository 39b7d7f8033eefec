package llm.tools.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The settings of a training in a file")
class TrainingSettingsTest {
    private static final TrainingSettings SETTINGS = TrainingSettings.of(4, 20, 0.5, 0.25);

    @TempDir
    private Path folder;
    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("settings.json");
        TrainingSettings.write(SETTINGS, file);
    }

    @Test
    @DisplayName("are read as they were written")
    void same() throws IOException {
        assertThat(TrainingSettings.read(file, TrainingSettings.class)).isEqualTo(SETTINGS);
    }

    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource(delimiter = ';', value = {
        "\"batch\" : 4; \"batch\" : 4.5", "\"batch\" : 4; \"batch\" : \"4\"",
        "\"batch\" : 4; \"batch\" : null", "\"recomputeActivations\" : false; "
            + "\"recomputeActivations\" : 1", "\"moments\" : \"F32\"; \"moments\" : 0"})
    @DisplayName("are refused, and their file named, where one is of another type:")
    void otherType(String from, String to) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
        assertThatThrownBy(() -> TrainingSettings.read(file, TrainingSettings.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(file + " must hold the settings of a training, got: ");
    }
}
