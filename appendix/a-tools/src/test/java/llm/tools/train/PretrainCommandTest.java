package llm.tools.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import llm.model.Qwen3Config;
import llm.pretrain.folder.PretrainedModel;
import llm.tales.TaleGenerator;
import llm.tools.Fixtures;
import llm.tools.Terminal;
import llm.tools.cli.DiskRoom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("llm pretrain")
class PretrainCommandTest {
    @TempDir
    private Path folder = Path.of("");
    private Path data = Path.of("");

    @BeforeEach
    void writeTales() throws IOException {
        data = folder.resolve("tales.txt");
        TaleGenerator.of(1).writeTo(data, 30_000, _ -> { });
    }

    /// A training of ten steps that keeps a checkpoint of the eighth.
    private Terminal pretrain(Path out, String... more) {
        List<String> all = new ArrayList<>(List.of("pretrain", "--data", data.toString(), "--out",
                out.toString(), "--vocab-size", "300", "--batch", "2", "--context", "16",
                "--steps", "10", "--save-every", "4", "--eval-every", "5"));
        all.addAll(List.of(more));
        return Terminal.run(all.toArray(String[]::new));
    }

    @Test
    @DisplayName("writes a model folder, the log and charts, and says so in JSON")
    void writesAModel() throws IOException {
        Path out = folder.resolve("out");
        Terminal run = pretrain(out, "--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode json = Fixtures.json(run.out());
        assertThat(json.get("steps").asInt()).isEqualTo(10);
        assertThat(json.get("tokens").asInt()).isEqualTo(10 * 2 * 16);
        assertThat(json.get("validationLoss").asDouble()).isBetween(1.0, Math.log(300));
        for (String name : new String[] {"config.json", "model.safetensors", "tokenizer.json",
                "README.md", "log.csv", "loss.png", "loss.svg"}) {
            assertThat(out.resolve(name)).isNotEmptyFile();
        }
        assertThat(PretrainedModel.load(out).model().config().contextLength()).isEqualTo(16);
        assertThat(run.err()).contains("parameters, about", "step 5: validation loss");
    }

    @Test
    @DisplayName("gives the same weights and losses for a seed, others for another seed")
    void repeats() throws IOException {
        pretrain(folder.resolve("a"));
        pretrain(folder.resolve("b"));
        pretrain(folder.resolve("c"), "--seed", "2");

        assertThat(losses("a")).isEqualTo(losses("b")).isNotEqualTo(losses("c"));
        assertThat(sameWeights("a", "b")).isTrue();
        assertThat(sameWeights("a", "c")).isFalse();
    }

    @Test
    @DisplayName("saves memory without another result by recomputing, with another by moments in BF16")
    void savesMemory() throws IOException {
        pretrain(folder.resolve("plain"));
        pretrain(folder.resolve("recomputed"), "--recompute-activations");
        pretrain(folder.resolve("rounded"), "--moments", "bf16");

        assertThat(sameWeights("plain", "recomputed")).isTrue();
        assertThat(sameWeights("plain", "rounded")).isFalse();
        assertThat(Files.readString(folder.resolve("recomputed/pretraining.json")))
                .contains("\"recomputeActivations\" : true", "\"moments\" : \"F32\"");
        assertThat(pretrain(folder.resolve("rounded"), "--resume", "--moments", "f32").err().strip())
                .isEqualTo("A resumed training must keep its settings, --moments bf16, got f32.");
        assertThat(pretrain(folder.resolve("none"), "--moments", "int8").err())
                .contains("--moments must be f32 or bf16, got int8.");
    }

    @Test
    @DisplayName("that was killed and resumed ends with the weights of an unbroken run")
    void resumes() throws IOException {
        pretrain(folder.resolve("whole"));
        copyOfKilledRun(folder.resolve("whole"), folder.resolve("killed"));
        Terminal run = Terminal.run("pretrain", "--out", folder.resolve("killed").toString(),
                "--resume");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("Goes on after step 8.");
        assertThat(sameWeights("killed", "whole")).isTrue();
        assertThat(losses("killed")).isEqualTo(losses("whole"));
    }

    /// What was on disk after the last checkpoint.
    private static void copyOfKilledRun(Path whole, Path killed) throws IOException {
        try (Stream<Path> files = Files.walk(whole)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path relative = whole.relativize(file);
                if (relative.getNameCount() > 1 || relative.endsWith("pretraining.json")) {
                    Files.createDirectories(killed.resolve(relative).getParent());
                    Files.copy(file, killed.resolve(relative));
                }
            }
        }
    }

    private boolean sameWeights(String one, String other) throws IOException {
        return Files.mismatch(folder.resolve(one).resolve("model.safetensors"),
                folder.resolve(other).resolve("model.safetensors")) < 0;
    }

    /// The log without its last column, the speed.
    private List<String> losses(String run) throws IOException {
        return Files.readAllLines(folder.resolve(run).resolve("log.csv")).stream()
                .map(line -> line.substring(0, line.lastIndexOf(','))).toList();
    }

    @Test
    @DisplayName("resumed after its end says so and changes nothing")
    void isComplete() throws IOException {
        Path out = folder.resolve("out");
        pretrain(out);
        FileTime before = Files.getLastModifiedTime(out.resolve("model.safetensors"));
        Terminal run = pretrain(out, "--resume", "--json");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("complete already");
        assertThat(Fixtures.json(run.out()).get("steps").asInt()).isEqualTo(10);
        assertThat(Files.getLastModifiedTime(out.resolve("model.safetensors"))).isEqualTo(before);
    }

    @Test
    @DisplayName("saves a Qwen3, or with --smear a model of the book's own, which generates too")
    void forms() throws IOException {
        Path plain = folder.resolve("plain");
        assertThat(pretrain(plain).err()).doesNotContain("qwen3_smear");
        assertThat(PretrainedModel.load(plain).model().config()).isInstanceOf(Qwen3Config.class);

        Path smeared = folder.resolve("smeared");
        assertThat(pretrain(smeared, "--smear").err()).contains(
                "qwen3_smear: transformers and llama.cpp cannot load it.");
        assertThat(PretrainedModel.load(smeared).model().config().smear()).isTrue();
        assertThat(smeared.resolve("README.md")).content().doesNotContain("from_pretrained");
        Terminal written = Terminal.run("generate", "--model", smeared.toString(), "--prompt",
                "Once", "--max-new-tokens", "5");
        assertThat(written.exitCode()).as(written.err()).isZero();

        assertWrongUsage(pretrain(folder.resolve("other"), "--smear", "--preset", "tiny-gpt2"),
                "--smear must be with a preset of the modern form, got tiny-gpt2.");
        assertFails(Terminal.run("convert", "--model", smeared.toString(), "--to", "gguf", "--out",
                folder.resolve("x.gguf").toString()), "must be of a family that llama.cpp knows");
    }

    @Test
    @DisplayName("keeps its settings when it is resumed")
    void keepsSettings() {
        Path out = folder.resolve("out");
        pretrain(out);
        Terminal run = Terminal.run("pretrain", "--out", out.toString(), "--resume", "--lr", "1");

        assertWrongUsage(run, "A resumed training must keep its settings, --lr 0.02, got 1.0.");
        assertWrongUsage(Terminal.run("pretrain", "--out", out.toString(), "--resume",
                "--tokenizer", "gpt2"), "A resumed training must keep its settings, --tokenizer ");
        assertWrongUsage(Terminal.run("pretrain", "--out", out.toString(), "--resume", "--data",
                Fixtures.GPT2_TINY.resolve("config.json").toString()),
                "A resumed training must keep its settings, --data ");
    }

    @Test
    @DisplayName("looks first whether the disk has room")
    void fullDisk() {
        Path out = folder.resolve("out");
        ScopedValue.where(DiskRoom.USABLE, 1_000L).run(() -> {
            Terminal run = pretrain(out);
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains("The disk of " + out + " must have room for the model "
                    + "and its checkpoints, about ", ", got 1 kB.");
        });
        assertThat(out.resolve("log.csv")).doesNotExist();
    }

    @Test
    @DisplayName("does not write over a training")
    void protectsATraining() {
        Path out = folder.resolve("out");
        pretrain(out);
        Terminal run = pretrain(out);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("must be new or empty", "--resume").hasLineCount(1);
    }

    @Test
    @DisplayName("says in one sentence what is wrong, and can be tried again")
    void explains() throws IOException {
        Path out = folder.resolve("out");
        assertFails(small(out, "--context", "8000", "--batch", "1"),
                "must have more than 8000 tokens");
        assertWrongUsage(small(out, "--batch", "0"), "--batch must be from 1 to 65536, got 0.");
        assertWrongUsage(small(out, "--preset", "huge"), "preset must be one of tiny, small");
        assertWrongUsage(small(out, "--device", "abacus"), "abacus");
        assertFails(small(out, "--batch", "65000"), "MiB of memory");
        assertWrongUsage(small(out, "--epochs", "0"), "--epochs must be above 0 and at most ");
        assertThat(small(out, "--context", "16", "--steps", "1").exitCode()).isZero();

        Path other = folder.resolve("other");
        Files.writeString(data, "");
        assertFails(small(other), "The data must hold text");
        Files.delete(data);
        assertFails(small(other), "There is no file or folder");
        assertWrongUsage(Terminal.run("pretrain", "--out", out.toString()), "--data");
    }

    private Terminal small(Path out, String... more) {
        List<String> all = new ArrayList<>(List.of("pretrain", "--data", data.toString(), "--out",
                out.toString(), "--vocab-size", "300"));
        all.addAll(List.of(more));
        return Terminal.run(all.toArray(String[]::new));
    }

    private static void assertWrongUsage(Terminal run, String message) {
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(message);
    }

    private static void assertFails(Terminal run, String message) {
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines().filter(line -> !line.contains("Learning merges")).toList())
                .last().asString().contains(message);
    }
}
