package llm.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A log of accuracies")
class AccuracyLogTest {
    @TempDir
    private Path folder;

    private static AccuracyLog log() {
        AccuracyLog log = new AccuracyLog();
        log.add(new AccuracyLog.Row(10, 0.5, 1.0 / 3));
        log.add(new AccuracyLog.Row(20, 0.9, 0.8));
        return log;
    }

    @Test
    @DisplayName("is read back exactly, up to the step from which a training goes on")
    void roundTrip() throws IOException {
        Path file = folder.resolve("accuracy.csv");
        log().writeCsv(file);
        assertThat(AccuracyLog.readCsv(file, 20).rows()).isEqualTo(log().rows());
        assertThat(AccuracyLog.readCsv(file, 19).rows()).isEqualTo(log().rows().subList(0, 1));
        assertThat(AccuracyLog.readCsv(folder.resolve("none.csv"), 20).rows()).isEmpty();
    }

    @Test
    @DisplayName("says which line is broken")
    void broken() throws IOException {
        Path file = Files.writeString(folder.resolve("a.csv"), "step,training,validation\n1,2\n");
        assertThatThrownBy(() -> AccuracyLog.readCsv(file, 9)).hasMessage(
                file + " must hold step,training,validation, got \"1,2\" in line 2");
    }

    @Test
    @DisplayName("is drawn as PNG and SVG with both curves")
    void drawn() throws IOException {
        log().picture().write(folder, "accuracy");
        assertThat(folder.resolve("accuracy.png")).isNotEmptyFile();
        assertThat(Files.readString(folder.resolve("accuracy.svg"))).contains("<svg");
    }
}
