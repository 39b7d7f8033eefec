package llm.peers.libtorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A training task")
class TrainingTaskTest {

    @Test
    @DisplayName("is read from the command line, with the defaults of train.py")
    void options() {
        assertThat(TrainingTask.of()).isEqualTo(new TrainingTask(4, 4, 128, 1024, 16, 128, 20, 5));
        assertThat(TrainingTask.of("--layers", "1", "--heads", "2", "--width", "3", "--vocab", "4",
                "--batch", "5", "--context", "6", "--steps", "7", "--warmup", "8"))
                .isEqualTo(new TrainingTask(1, 2, 3, 4, 5, 6, 7, 8));
    }

    @Test
    @DisplayName("names the option that it does not know or that has no value")
    void unknown() {
        String options = "options must be [--batch, --context, --heads, --layers, --steps, "
                + "--vocab, --warmup, --width], each with a value, got ";
        assertThatIllegalArgumentException().isThrownBy(() -> TrainingTask.of("--depth", "2"))
                .withMessage(options + "--depth");
        assertThatIllegalArgumentException().isThrownBy(() -> TrainingTask.of("--vocab"))
                .withMessage(options + "--vocab");
    }

    @Test
    @DisplayName("reports the median of the steps after the warm-up")
    void measures() throws IOException {
        assertThat(measured(4.7, 100, 0, 3, 1, 2, 6)).matches("\\{\"msPerStep\": 2.500, "
                + "\"bestMsPerStep\": 1.000, \"tokensPerSecond\": 4000.0, \"peakRssMiB\": [0-9]+, "
                + "\"firstLoss\": 4.7000, \"lastLoss\": 4.7000}\\R");
    }

    @Test
    @DisplayName("is not done by a model that starts with another loss than ln(vocab)")
    void firstLoss() {
        assertThatIllegalStateException().isThrownBy(() -> measured(4.1, 1, 1, 1, 1, 1, 1))
                .withMessage("the first loss must be near ln(vocab)=4.605, got 4.100");
        assertThatIllegalStateException().isThrownBy(() -> measured(Double.NaN, 1, 1, 1, 1, 1, 1));
    }

    /// What a task of two steps of warm-up and four that count prints.
    private static String measured(double loss, Integer... millis) throws IOException {
        TrainingTask task = TrainingTask.of("--vocab", "100", "--batch", "2", "--context", "5",
                "--warmup", "2", "--steps", "4");
        Iterator<Integer> times = List.of(millis).iterator();
        var printed = new ByteArrayOutputStream();
        task.measure(() -> new TrainingTask.Step(times.next(), loss),
                new PrintStream(printed, true, StandardCharsets.UTF_8));
        return printed.toString(StandardCharsets.UTF_8);
    }
}
