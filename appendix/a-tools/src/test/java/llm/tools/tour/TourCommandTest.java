package llm.tools.tour;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import llm.deploy.TrainedFormat;
import llm.instruct.PlainFormat;
import llm.pretrain.folder.PretrainedModel;
import llm.tools.Fixtures;
import llm.tools.Terminal;
import llm.tools.cli.DiskRoom;
import llm.tools.train.TrainingLock;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("llm tour")
class TourCommandTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    @DisplayName("makes data, tokens, a model and stories, and tells it in a page of its own")
    void runs() throws IOException {
        Path out = folder.resolve("tour");
        Terminal run = Terminal.run("tour", "--minutes", "0.1", "--steps", "3", "--out",
                out.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("Stories", "Tokens", "Model", "Training", "Writing",
                "3 of", "floor").doesNotContain("\u001B");
        assertThat(PretrainedModel.load(out.resolve("model")).tokenizer()).isPresent();
        assertThat(out.resolve("card.html")).content().contains("Report card of", "<svg");
        String page = Files.readString(out.resolve("report.html"));
        assertThat(page).contains("<svg", "perplexity", "prefers-color-scheme: dark",
                        "before the first step", "after 100 %, step 3", "mentions right",
                        "What is still wrong", "class=\"tokens\"", "of its attention before a name",
                        "class=\"bars\"", "It learns to tell spam", "taken for spam",
                        "It learns to do what it is asked", "past-tense",
                        "It is put to use", "/v1/chat/completions")
                .doesNotContain("<script", "src=", "@import", "{{")
                .doesNotContainPattern("(href|url\\()=?[\"']?http");
    }

    @Test
    @DisplayName("prints its results as JSON, and runs one stage again; what a killed tour left goes")
    void json() throws IOException {
        Path out = folder.resolve("tour");
        Path remains = Files.createDirectories(out.resolve("model/.saving-1"));
        Terminal run = Terminal.run("tour", "--minutes", "0.1", "--steps", "3", "--out",
                out.toString(), "--only", "pretrain", "--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(remains).doesNotExist();
        assertThat(run.err()).contains("Stories", "Writing");
        JsonNode pretrain = Fixtures.json(run.out()).get("stages").get("pretrain");
        assertThat(pretrain.get("steps").asInt()).isEqualTo(3);
        assertThat(pretrain.get("loss").asDouble()).isBetween(5.0, 8.0);
        assertThat(pretrain.get("floor").asDouble()).isBetween(0.1, 0.3);
        for (String share : List.of("names", "mentions", "things", "form")) {
            assertThat(pretrain.get(share).asDouble()).as(share).isBetween(0.0, 1.0);
        }
        assertThat(pretrain.get("seconds").asDouble()).isPositive();
        assertThat(Files.readString(out.resolve("report.html")))
                .contains(Files.readString(out.resolve("stages/pretrain.html")));
        assertThat(Terminal.run("tour", "--only", "nothing", "--out", out.toString()).err().strip())
                .isEqualTo("--only must be one of pretrain, classify, instruct, "
                        + "prefer, deploy, got nothing.");
    }

    @Test
    @DisplayName("finetunes what the first stage left, and keeps its results beside")
    void laterStages() throws IOException {
        Path out = folder.resolve("tour");
        assertThat(Terminal.run("tour", "--only", "classify", "--out", out.toString()).err())
                .contains("The stage pretrain must have run before, got no model in");
        Terminal.run("tour", "--minutes", "0.1", "--steps", "3", "--out", out.toString());
        for (String stage : List.of("classify", "instruct", "prefer")) {
            ScopedValue.where(DiskRoom.USABLE, 1_000_000L).run(() -> assertThat(Terminal.run("tour",
                    "--out", out.toString(), "--only", stage).err()).startsWith("The disk of " + out
                    + " must have room for the model and its checkpoints, about "));
        }
        assertThat(out.resolve("classifier/config.json")).exists();
        Terminal run = Terminal.run("tour", "--steps", "2", "--out", out.toString(), "--only",
                "classify", "--json");
        JsonNode stages = Fixtures.json(run.out()).get("stages");
        assertThat(stages.fieldNames()).toIterable()
                .containsExactly("pretrain", "classify", "instruct", "prefer", "deploy");
        assertThat(stages.get("classify").get("steps").asInt()).isEqualTo(2);
        assertThat(stages.get("classify").get("baseline").asDouble()).isBetween(0.9, 1.0);
        assertThat(stages.get("classify").get("accuracy").asDouble()).isBetween(0.0, 1.0);
        assertThat(stages.get("instruct").get("steps").asInt()).isEqualTo(3);
        assertThat(stages.get("instruct").get("kinds")).hasSize(24);
        assertThat(stages.get("instruct").get("before").asDouble()).isLessThan(0.1);
        assertThat(stages.get("prefer").get("steps").asInt()).isEqualTo(3);
        assertThat(stages.get("prefer").get("accuracy").asDouble()).isBetween(0.0, 1.0);
        assertThat(stages.get("deploy").get("questions").asInt()).isEqualTo(8);
        for (String named : List.of("model", "classifier", "assistant")) {   // by examples
            assertThat(out.resolve(named).resolve("config.json")).exists();
        }
        for (String asked : List.of("assistant", "polite")) {
            assertThat(TrainedFormat.of(out.resolve(asked))).contains(PlainFormat.SHORT);
        }
        assertThat(stages.get("deploy").get("tokens").asInt()).isPositive();
    }

    @Test
    @DisplayName("is refused in a folder where another one is at work")
    void refusesASecond() throws IOException {
        Path out = folder.resolve("tour");
        try (TrainingLock _ = TrainingLock.take(out.resolve("data"))) {
            Terminal run = Terminal.run("tour", "--steps", "3", "--out", out.toString());

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).startsWith("A folder must have one training").hasLineCount(1);
        }
    }

    @Test
    @DisplayName("refuses a length that is none")
    void refuses() {
        assertThat(Terminal.run("tour", "--minutes", "0").err().strip())
                .startsWith("--minutes must be above 0 and at most 1000000, got 0.");
        assertThat(Terminal.run("tour", "--steps", "0").err().strip())
                .startsWith("--steps must be from 1 to 1000000000, got 0.");
    }
}
