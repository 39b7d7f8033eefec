package llm.tools.preference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import llm.preference.MetricsLog;
import llm.preference.PreferenceFile;
import llm.tools.Fixtures;
import llm.tools.Terminal;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A model that has learned to say a word, if not always the right one.
@DisplayName("llm finetune grpo, and finetune ppo")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FinetunePolicyCommandTest {
    private SmallAssistant small = new SmallAssistant(Path.of(""));
    private Path prompts = Path.of("");

    @BeforeAll
    void train(@TempDir Path folder) throws IOException {
        small = SmallAssistant.in(folder);
        prompts = small.instructions();
        Terminal run = small.finetune("instruct", "base", prompts, "model", "--lr", "4e-3",
                "--epochs", "14");
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    private Terminal learn(String how, String out, String... more) {
        return small.finetune(how, "model", prompts, out, Stream.concat(Stream.of("--lr", "3e-3",
                "--max-new-tokens", "4"), Stream.of(more)).toArray(String[]::new));
    }

    @Test
    @DisplayName("grpo makes right answers more frequent, and keeps what it saw")
    void grpo() throws IOException {
        Terminal run = learn("grpo", "grpo", "--steps", "30", "--batch", "8", "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode json = Fixtures.json(run.out());
        assertThat(json.at("/after/count").asInt()).isEqualTo(8);
        MetricsLog log = MetricsLog.read(small.path("grpo/metrics.jsonl"), 100);
        double first = log.rows().getFirst().value("reward");
        assertThat(first).isBetween(0.1, 0.8);
        assertThat(log.recent("reward", 5)).isGreaterThan((1 + first) / 2);
        assertThat(log.rows().getFirst().values()).containsKeys("reward", "reward_std",
                "frac_reward_zero_std", "entropy", "clip_ratio/low_mean", "clip_ratio/high_mean",
                "clip_ratio/region_mean", "completions/mean_length", "completions/clipped_ratio");
        assertThat(small.path("grpo/reward.svg")).isNotEmptyFile();
    }

    @Test
    @DisplayName("begins anew where an attempt was killed before it had begun")
    void beginsAnew() throws IOException {
        Files.createDirectories(small.path("new/data"));
        Files.writeString(small.path("new/data/before.json"),
                "{\"greedy\":0.5,\"drawn\":0.5,\"low\":0,\"high\":1,\"count\":77}");
        Terminal run = learn("grpo", "new", "--steps", "1", "--batch", "8", "--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(Fixtures.json(run.out()).at("/before/count").asInt()).isEqualTo(8);
    }

    @Test
    @DisplayName("grpo with a rate a hundred times too high stops, and says why")
    void collapses() {
        Terminal run = small.finetune("grpo", "model", prompts, "ruined", "--lr", "0.3",
                "--max-new-tokens", "4", "--steps", "100", "--batch", "8", "--grad-clip", "1e9",
                "--warmup", "1");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(run.err()).contains("learning rate is too high", "is kept in");
    }

    @Test
    @DisplayName("grpo goes on after it was stopped to the same weights, with a reference too")
    void resumes() throws IOException {
        learn("grpo", "whole", "--steps", "12", "--batch", "8", "--save-every", "3", "--beta",
                "0.04", "--passes", "2", "--rows", "32", "--loss", "dapo");
        small.kill("whole", "killed");
        Terminal run = small.resume("grpo", "killed");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("Goes on after step");
        assertThat(small.same("whole", "killed")).isTrue();
    }

    @Test
    @DisplayName("ppo goes on after it was stopped to the same weights, its critic's too")
    void resumesPpo() throws IOException {
        learn("ppo", "all", "--steps", "12", "--batch", "16", "--save-every", "4");
        small.kill("all", "some");
        Terminal run = small.resume("ppo", "some");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("Goes on after step");
        assertThat(small.same("all", "some")).isTrue();
    }

    @Test
    @DisplayName("eval scaling tells what more answers are worth, and makes pairs of what is wrong")
    void scaling() throws IOException {
        Terminal run = Terminal.run("eval", "scaling", "--model", small.path("model").toString(),
                "--data", prompts.toString(), "--answers", "4", "--max-new-tokens", "4", "--pairs",
                small.path("own.json").toString(), "--out", small.path("curve").toString(),
                "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode points = Fixtures.json(run.out()).get("points");
        assertThat(points).hasSize(3);
        assertThat(points.get(2).get("any").asDouble())
                .isGreaterThan(points.get(0).get("any").asDouble());
        assertThat(points.get(0).get("majority")).isEqualTo(points.get(0).get("any"));
        assertThat(small.path("curve/scaling.svg")).isNotEmptyFile();
        assertThat(PreferenceFile.read(small.path("own.json")).pairs()).isNotEmpty()
                .allMatch(pair -> pair.instruction().equals("say " + pair.chosen()));
        assertThat(Terminal.run("eval", "scaling", "--model", small.path("model").toString(),
                "--data", prompts.toString(), "--answers", "0").err())
                .contains("--answers must be from 1 to 65536, got 0.");
    }

    @Test
    @DisplayName("ppo pleases a reward model without going far, and the rule is watched")
    void ppo() throws IOException {
        Terminal reward = small.finetune("reward", "model", small.pairs(), "reward", "--lr",
                "4e-3", "--epochs", "20");
        assertThat(reward.exitCode()).as(reward.err()).isZero();
        Terminal run = learn("ppo", "ppo", "--reward-model", small.path("reward").toString(),
                "--steps", "60", "--batch", "32", "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode json = Fixtures.json(run.out());
        MetricsLog log = MetricsLog.read(small.path("ppo/metrics.jsonl"), 100);
        double first = log.with("reward").getFirst().value("reward");
        assertThat(json.get("reward").asDouble()).isGreaterThan(first);
        assertThat(log.rows().getFirst().values()).containsKeys("reward/true", "objective/kl",
                "objective/entropy", "objective/scores", "policy/clipfrac_avg", "val/ratio");
    }

    @Test
    @DisplayName("they say what is wrong before they write anything")
    void refuses() {
        assertThat(learn("grpo", "no", "--check", "taste").err())
                .contains("the rule must be one of exact, words, number, got taste");
        assertThat(learn("grpo", "no", "--group", "0").err())
                .contains("--group must be from 1 to 65536, got 0.");
        assertThat(learn("ppo", "no", "--lambda", "2").err())
                .contains("--lambda must be from 0 to 1, got 2.");
        assertThat(learn("ppo", "no", "--reward-model", small.path("base").toString()).err())
                .contains("must hold a classifier");
        assertThat(small.path("no/finetuning.json")).doesNotExist();
    }
}
