package llm.preference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import llm.preference.LossDoctor.Finding;
import llm.train.TrainingLog;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The loss doctor")
class LossDoctorTest {
    private static final double LN2 = Math.log(2);
    private static final String HEADER = "step,tokens,learning rate,training loss,gradient norm,"
            + "validation loss,tokens per second\n";

    @TempDir
    Path folder;

    /// What is found in a training of 40 steps, looked at after each.
    private List<Finding> found(LossDoctor doctor, IntFunction<Double> loss,
                                IntFunction<Map<String, Double>> metrics) throws IOException {
        List<Finding> all = new ArrayList<>();
        StringBuilder csv = new StringBuilder(HEADER);
        var log = new MetricsLog();
        for (int step = 1; step <= 40; step++) {
            csv.append("%d,%d,0.001,%s,1.0,,100.0%n".formatted(step, step, loss.apply(step)));
            log.add(new MetricsLog.Row(step, metrics.apply(step)));
            Path file = Files.writeString(folder.resolve("log.csv"), csv);
            all.addAll(doctor.look(TrainingLog.readCsv(file), log));
        }
        return all;
    }

    private static Map<String, Double> none(int step) {
        return Map.of();
    }

    @Test
    @DisplayName("finds nothing in a training that goes well")
    void well() throws IOException {
        assertThat(found(new LossDoctor(LN2, 100), step -> LN2 / Math.sqrt(step),
                step -> Map.of("entropy", 1.0, "reward", 0.3 + 0.01 * step, "reward/true",
                        0.3 + 0.01 * step, "frac_reward_zero_std", 0.5,
                        "completions/clipped_ratio", 0.1))).isEmpty();
    }

    @Test
    @DisplayName("knows how a loss must begin")
    void begin() throws IOException {
        assertThat(found(new LossDoctor(LN2, 100), _ -> 0.9, LossDoctorTest::none))
                .extracting(Finding::sentence).containsExactly("the first loss must be 0.6931, got "
                        + "0.9000: policy and reference are not the same model at the start, or "
                        + "dropout is on");
    }

    @Test
    @DisplayName("stops where the loss only rises")
    void worse() throws IOException {
        assertThat(found(new LossDoctor(LN2, 100), step -> LN2 * step, LossDoctorTest::none))
                .containsExactly(new Finding("the loss has risen from 0.693 to 3.812 in the mean "
                        + "of 10 steps: the learning rate is too high", true));
    }

    @Test
    @DisplayName("stops a policy that draws at random")
    void random() throws IOException {
        assertThat(found(new LossDoctor(Double.NaN, 100), _ -> 0.0,
                step -> Map.of("entropy", step < 20 ? 1.0 : 4.6)))
                .extracting(Finding::stops).containsExactly(true);
    }

    @Test
    @DisplayName("stops a policy whose rewards are gone")
    void ruined() throws IOException {
        assertThat(found(new LossDoctor(Double.NaN, 100), _ -> 0.0,
                step -> Map.of("reward", step < 20 ? 0.5 : 0.0)))
                .containsExactly(new Finding("the policy has collapsed: its mean reward has fallen "
                        + "from 0.50 to 0.10; the learning rate is too high", true));
    }

    @Test
    @DisplayName("sees groups with equal rewards and answers that are cut")
    void equalAndCut() throws IOException {
        assertThat(found(new LossDoctor(Double.NaN, 100), _ -> 0.0,
                step -> Map.of("frac_reward_zero_std", 1.0, "completions/clipped_ratio", 0.95)))
                .extracting(Finding::sentence).containsExactlyInAnyOrder(
                        "all groups have had equal rewards for 10 steps, which teaches nothing: "
                        + "the task is too hard or too easy, or groups are too small",
                        "95 % of the answers were cut at the cap: allow more tokens, or begin with "
                        + "a model that has learned to stop");
    }

    @Test
    @DisplayName("sees rewards that rise while the truth falls")
    void hacked() throws IOException {
        assertThat(found(new LossDoctor(Double.NaN, 100), _ -> 0.0, step -> Map.of("reward",
                0.3 + 0.01 * step, "reward/true", 0.6 - 0.01 * step)))
                .extracting(Finding::sentence).singleElement().asString()
                .startsWith("the reward has risen by 0.11 while what it stands for has fallen by ");
    }

    @Test
    @DisplayName("reads metrics back as they were written, up to a step")
    void metrics() throws IOException {
        var log = new MetricsLog();
        log.add(new MetricsLog.Row(1, Map.of("reward", 0.1, "kl", 1.0 / 3)));
        log.add(new MetricsLog.Row(2, Map.of("reward", 0.2)));
        Path file = folder.resolve("metrics.jsonl");
        log.write(file);
        assertThat(MetricsLog.read(file, 2).rows()).isEqualTo(log.rows());
        assertThat(MetricsLog.read(file, 1).rows()).isEqualTo(log.rows().subList(0, 1));
        assertThat(log.recent("reward", 5)).isEqualTo((0.1 + 0.2) / 2);
        assertThat(MetricsLog.read(folder.resolve("no such file"), 1).rows()).isEmpty();
    }
}
