package llm.tools.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import llm.instruct.Instruction;
import llm.instruct.PlainFormat;
import llm.instruct.Response;
import llm.preference.MetricsLog;
import llm.preference.RewardModel;
import llm.tools.Fixtures;
import llm.tools.Terminal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("llm finetune prefer, and finetune reward")
class FinetunePreferCommandTest {
    @TempDir
    private Path folder = Path.of("");
    private SmallAssistant small = new SmallAssistant(Path.of(""));
    private Path pairs = Path.of("");

    @BeforeEach
    void write() throws IOException {
        small = SmallAssistant.in(folder);
        pairs = small.pairs();
    }

    private Terminal prefer(String out, String... more) {
        String[] all = Arrays.copyOf(more, more.length + 4);
        System.arraycopy(new String[] {"--lr", "4e-3", "--epochs", "10"}, 0, all, more.length, 4);
        return small.finetune("prefer", "base", pairs, out, all);
    }

    @Test
    @DisplayName("tells pairs apart that were not learned from, and keeps what it saw")
    void prefers() throws IOException {
        Terminal run = prefer("out", "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode json = Fixtures.json(run.out());
        assertThat(json.at("/test/accuracy").asDouble()).isEqualTo(1);
        assertThat(json.at("/test/margin").asDouble()).isGreaterThan(0.5);
        assertThat(json.at("/test/count").asInt()).isEqualTo(8);
        for (String name : new String[] {"config.json", "model.safetensors", "tokenizer.json",
            "README.md", "log.csv", "loss.svg", "rewards.svg", "logps.png", "result.json",
            "data/test.json"}) {
            assertThat(small.path("out").resolve(name)).isNotEmptyFile();
        }
        MetricsLog log = MetricsLog.read(small.path("out/metrics.jsonl"), 1000);
        assertThat(log.rows()).hasSize(85);
        assertThat(log.rows().getFirst().value("rewards/margins")).isCloseTo(0, within(1e-4));
        assertThat(log.recent("rewards/margins", 5)).isGreaterThan(0.5);
        assertThat(log.with("eval_rewards/accuracies")).isNotEmpty();
        assertThat(run.err()).contains("68 pairs;").doesNotContain("Loss doctor");
    }

    @Test
    @DisplayName("goes on after it was stopped to the same weights and metrics")
    void resumes() throws IOException {
        prefer("whole", "--save-every", "20");
        small.kill("whole", "killed");
        Terminal run = small.resume("prefer", "killed");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("Goes on after step 80.");
        assertThat(small.same("whole", "killed")).isTrue();
        assertThat(Files.mismatch(small.path("whole/metrics.jsonl"),
                small.path("killed/metrics.jsonl"))).isEqualTo(-1);
    }

    @Test
    @DisplayName("with a rate far too high stops, says why, and keeps the best model")
    void collapses() {
        Terminal run = small.finetune("prefer", "base", pairs, "ruined", "--lr", "1",
                "--warmup", "1", "--epochs", "20", "--eval-every", "2", "--grad-clip", "1e9");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).containsPattern("Stopped after step \\d+: the loss has risen from "
                + "0.693 to .*the learning rate is too high\\. The best model, of step \\d+, is "
                + "kept in ");
        assertThat(small.path("ruined/checkpoints/best/weights.safetensors")).isNotEmptyFile();
    }

    @Test
    @DisplayName("says what is wrong before it writes anything")
    void refuses() throws IOException {
        assertThat(prefer("out", "--loss", "square").err())
                .contains("--loss must be one of sigmoid, robust, hinge, ipo, got square.");
        assertThat(prefer("out", "--beta", "0").err()).contains("beta must be above 0");
        assertThat(prefer("out", "--logprob", "max").err())
                .contains("--logprob must be one of sum, mean, got max.");
        Files.writeString(pairs, "[{\"prompt\":\"say\",\n\"chosen\":\"a\"}]");
        assertThat(prefer("out").err()).contains("entry 1 (line 1) must have the field rejected");
        assertThat(small.path("out/finetuning.json")).doesNotExist();
    }

    @Test
    @DisplayName("reward writes a model that scores the right word above another")
    void rewards() throws IOException {
        Terminal run = small.finetune("reward", "base", pairs, "reward", "--lr", "4e-3",
                "--epochs", "20", "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(Fixtures.json(run.out()).at("/test/accuracy").asDouble()).isEqualTo(1);
        RewardModel model = RewardModel.load(small.path("reward"), PlainFormat.SHORT);
        Instruction asked = Instruction.of("say hen", "hen");
        assertThat(model.score(new Response(asked, "hen", true)))
                .isGreaterThan(model.score(new Response(asked, "cow", true)));
    }
}
