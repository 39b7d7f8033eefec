package llm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A training log")
class TrainingLogTest {
    @TempDir
    private Path folder;

    private static TrainingLog log() {
        TrainingLog log = new TrainingLog();
        for (int step = 1; step <= 20; step++) {
            log.add(new TrainingLog.Row(step, step * 64L, 1e-3 / 3 * step, 5.0 / step, 0.1 * step,
                    step % 5 == 0 ? 5.5 / step : Double.NaN, 1_000.0 / 3));
        }
        return log;
    }

    @Test
    @DisplayName("reads back exactly what it wrote")
    void roundTrip() throws IOException {
        log().writeCsv(folder.resolve("log.csv"));
        assertThat(TrainingLog.readCsv(folder.resolve("log.csv")).rows()).isEqualTo(log().rows());
    }

    @Test
    @DisplayName("reads back numbers at the edge of what a double can hold")
    void extremes() throws IOException {
        TrainingLog log = new TrainingLog();
        log.add(new TrainingLog.Row(Integer.MAX_VALUE, Long.MAX_VALUE, Double.MIN_VALUE,
                Double.MAX_VALUE, 1e-300, 0, Double.POSITIVE_INFINITY));
        log.writeCsv(folder.resolve("log.csv"));
        assertThat(TrainingLog.readCsv(folder.resolve("log.csv")).rows()).isEqualTo(log.rows());
    }

    @Test
    @DisplayName("refuses a file that is no log, and says where")
    void notALog() throws IOException {
        Path other = Files.writeString(folder.resolve("other.csv"), "a,b\n");
        assertThatThrownBy(() -> TrainingLog.readCsv(other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("got \"a,b\"");
        Files.writeString(other, "");
        assertThatThrownBy(() -> TrainingLog.readCsv(other)).hasMessageEndingWith("got nothing");
        for (String line : new String[] {"3,192,1e-3", "3,192,1e-3,much,1,,9", "", "1,2,3,4,5,6,7,8"}) {
            log().writeCsv(other);
            Files.writeString(other, line + "\n", StandardOpenOption.APPEND);
            assertThatThrownBy(() -> TrainingLog.readCsv(other))
                    .isInstanceOf(IllegalArgumentException.class).hasMessage(other
                            + " must have the header's 7 numbers in line 22, got \"" + line + "\"");
        }
    }

    @Test
    @DisplayName("is a Tablesaw table with a row for each step")
    void table() {
        assertThat(log().table().rowCount()).isEqualTo(20);
        assertThat(log().table().columnNames()).containsExactly("step", "tokens", "learning rate",
                "training loss", "gradient norm", "validation loss", "tokens per second");
        assertThat(log().table().doubleColumn("training loss").get(3)).isEqualTo(1.25);
        assertThat(log().table().doubleColumn("validation loss").countMissing()).isEqualTo(16);
    }
}
