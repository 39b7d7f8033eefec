package llm.tools.finetune;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import llm.deploy.TrainedFormat;
import llm.instruct.PromptFormat;
import llm.model.DecoderModel;
import llm.model.GptConfig;
import llm.pretrain.folder.LoadOptions;
import llm.pretrain.folder.ModelOutline;
import llm.pretrain.folder.PretrainedModel;
import llm.tensor.backend.DType;
import llm.tensor.file.ElementType;
import llm.text.bpe.BpeTokenizer;
import llm.text.bpe.BpeTrainer;
import llm.tools.Fixtures;
import llm.tools.Terminal;
import llm.tools.cli.DiskRoom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("llm finetune instruct")
class FinetuneInstructCommandTest {
    @TempDir
    private Path folder = Path.of("");
    private Path model = Path.of("");
    private Path data = Path.of("");

    /// Words that are to be said again.
    @BeforeEach
    void write() throws IOException {
        BpeTokenizer tokenizer = BpeTrainer.ofSize(300)
                .train(List.of("say cat\nAnswer: cat dog hen cow"));
        model = folder.resolve("model");
        PretrainedModel.of(new DecoderModel(GptConfig.of(tokenizer.vocabSize(), 48, 32, 2, 2), 1),
                tokenizer).save(model, "card");
        String[] words = {"cat", "dog", "hen", "cow"};
        data = Files.writeString(folder.resolve("say.json"), IntStream.range(0, 80)
                .mapToObj(i -> "{\"instruction\":\"say %s\",\"input\":\"\",\"output\":\"%s\"}"
                        .formatted(words[i % 4], words[i % 4]))
                .collect(Collectors.joining(",\n", "[", "]")));
    }

    private Terminal finetune(String out, String... more) {
        List<String> all = new ArrayList<>(List.of("finetune", "instruct", "--out",
                folder.resolve(out).toString()));
        all.addAll(List.of(more));
        return Terminal.run(all.toArray(String[]::new));
    }

    private Terminal begin(String out, String... more) {
        return finetune(out, Stream.concat(Stream.of("--model", model.toString(), "--data",
                data.toString(), "--lr", "4e-3", "--epochs", "30"), Stream.of(more))
                .toArray(String[]::new));
    }

    private Terminal ask(Path of, String... more) {
        return Terminal.run(Stream.concat(Stream.of("eval", "instruct", "--model", of.toString(),
                "--data", data.toString(), "--json"), Stream.of(more)).toArray(String[]::new));
    }

    @Test
    @DisplayName("writes an assistant that answers and stops; the base did neither")
    void learns() throws IOException {
        Terminal run = begin("out", "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode json = Fixtures.json(run.out());
        assertThat(json.get("validationLoss").asDouble()).isLessThan(0.2);
        for (String name : new String[] {"config.json", "model.safetensors", "tokenizer.json",
            "README.md", "log.csv", "loss.svg", "result.json", "data/test.json"}) {
            assertThat(folder.resolve("out").resolve(name)).isNotEmptyFile();
        }
        assertThat(run.err()).contains("68 instructions,", "validation loss", "→");
        JsonNode after = Fixtures.json(ask(folder.resolve("out"), "--responses",
                folder.resolve("answers.json").toString()).out());
        assertThat(after.get("accuracy").asDouble()).isGreaterThan(0.9);
        assertThat(after.get("stopped").asDouble()).isGreaterThan(0.95);
        assertThat(after.get("kinds").get("all").get("count").asInt()).isEqualTo(80);
        assertThat(after.get("kinds").get("all").get("high").asDouble()).isLessThanOrEqualTo(1);
        assertThat(Fixtures.json(folder.resolve("answers.json")).get(0).get("model_response")
                .asText()).isEqualTo("cat");
        JsonNode before = Fixtures.json(ask(model, "--count", "8").out());
        assertThat(before.get("accuracy").asDouble()).isZero();
        assertThat(before.get("count").asInt()).isEqualTo(8);
        assertThat(before.get("against").isNull()).isTrue();
        JsonNode gain = Fixtures.json(ask(model, "--against",
                folder.resolve("answers.json").toString()).out()).get("against");
        assertThat(gain.get("difference").asDouble())
                .isEqualTo(-after.get("accuracy").asDouble());
        assertThat(gain.get("low").asDouble())
                .isLessThanOrEqualTo(gain.get("difference").asDouble());
        assertThat(ask(model, "--count", "8", "--against",
                folder.resolve("answers.json").toString()).err())
                .contains("--against must hold answers to the same questions");
    }

    @Test
    @DisplayName("goes on after it was stopped to the same weights")
    void resumes() throws IOException {
        begin("whole", "--save-every", "20");
        Path killed = folder.resolve("killed");
        try (Stream<Path> files = Files.walk(folder.resolve("whole"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path relative = folder.resolve("whole").relativize(file);
                if (relative.getNameCount() > 1 || relative.endsWith("finetuning.json")) {
                    Files.createDirectories(killed.resolve(relative).getParent());
                    Files.copy(file, killed.resolve(relative));
                }
            }
        }
        Terminal run = finetune("killed", "--resume");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("Goes on after step 240.");
        assertThat(Files.mismatch(killed.resolve("model.safetensors"),
                folder.resolve("whole/model.safetensors"))).isEqualTo(-1);
        assertThat(finetune("killed", "--resume").err()).contains("complete already");
    }

    @Test
    @DisplayName("with lora writes an adapter that answers around the base")
    void adapters() {
        assertThat(begin("lora", "--train-layers", "lora", "--rank", "4").exitCode()).isZero();
        String adapted = ask(model, "--adapter", folder.resolve("lora/adapter").toString()).out();
        assertThat(Fixtures.json(adapted).get("accuracy").asDouble()).isGreaterThan(0.5)
                .isEqualTo(Fixtures.json(ask(folder.resolve("lora")).out()).get("accuracy")
                        .asDouble());
    }

    @Test
    @DisplayName("keeps the base's chat template where it learns in that, and in no other layout")
    void chatTemplate() throws IOException {
        String template = "{{ bos_token }}{{ '<|user|>' + content }}{% if not loop.last %}";
        Files.writeString(model.resolve("chat_template.jinja"), template);
        for (String format : List.of("olmo2", "short")) {
            assertThat(finetune(format, "--model", model.toString(), "--data", data.toString(),
                    "--epochs", "1", "--train-layers", "lora", "--format", format).exitCode())
                    .isZero();
            Path merged = folder.resolve(format + "-merged");
            assertThat(Terminal.run("lora", "merge", "--model", model.toString(), "--adapter",
                    folder.resolve(format).resolve("adapter").toString(), "--out",
                    merged.toString()).exitCode()).isZero();
            for (Path learned : List.of(folder.resolve(format), merged)) {
                assertThat(PretrainedModel.load(learned).chatTemplate())
                        .isNotEqualTo(format.equals("short") ? Optional.of(template)
                                : Optional.empty());
                assertThat(TrainedFormat.of(learned)).hasValue(PromptFormat.named(format));
            }
        }
    }

    @Test
    @DisplayName("merges adapters into weights that are stored as the base's are")
    void mergedType() throws IOException {
        Path brain = folder.resolve("brain");
        assertThat(Terminal.run("convert", "--model", model.toString(), "--to", "hf", "--type",
                "bf16", "--out", brain.toString()).exitCode()).isZero();
        assertThat(finetune("lora", "--model", brain.toString(), "--data", data.toString(),
                "--epochs", "1", "--train-layers", "lora").exitCode()).isZero();
        for (Path base : List.of(brain, model)) {
            Path merged = folder.resolve("merged-" + base.getFileName());
            assertThat(merge(base, merged).exitCode()).isZero();
            assertThat(ModelOutline.read(merged, LoadOptions.of(DType.F32)).weightType())
                    .isEqualTo(base.equals(brain) ? ElementType.BF16 : ElementType.F32);
        }
        ScopedValue.where(DiskRoom.USABLE, 1_000L).run(() -> {
            Terminal run = merge(brain, folder.resolve("none"));
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).startsWith("The disk of " + folder.resolve("none")
                    + " must have room for the model, about ").contains(", got 1 kB.");
        });
        assertThat(folder.resolve("none")).doesNotExist();
    }

    private Terminal merge(Path base, Path merged) {
        return Terminal.run("lora", "merge", "--model", base.toString(), "--adapter",
                folder.resolve("lora/adapter").toString(), "--out", merged.toString());
    }

    @Test
    @DisplayName("looks first whether the disk has room")
    void fullDisk() {
        ScopedValue.where(DiskRoom.USABLE, 1_000L).run(() -> {
            Terminal run = begin("out");
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains("The disk of " + folder.resolve("out") + " must have "
                    + "room for the model and its checkpoints, about ");
        });
        assertThat(folder.resolve("out/log.csv")).doesNotExist();
    }

    @Test
    @DisplayName("asks a chat model in its template, but for solved examples")
    void asksInTemplate() throws IOException {
        Files.writeString(model.resolve("chat_template.jinja"), "{{ content + '<|eot_id|>' }}");
        Terminal lacking = ask(model);
        assertThat(lacking.exitCode()).isEqualTo(1);
        assertThat(lacking.err()).contains("the tokenizer must have the token", "got one without");
        assertThat(ask(model, "--format", "short").exitCode()).isZero();
        assertThat(ask(model, "--shots", "1", "--examples", data.toString()).exitCode()).isZero();
        assertThat(ask(model, "--format", "shouting").exitCode()).isEqualTo(2);
    }

    @Test
    @DisplayName("says what is wrong before it writes anything")
    void refuses() throws IOException {
        assertThat(begin("out", "--format", "shouting").err())
                .contains("the prompt format must be one of alpaca, phi3, short");
        assertThat(begin("out", "--mask", "half").err())
                .contains("--mask must be nothing, query or prompt, got half.");
        Files.writeString(data, "[{\"instruction\":\"say\",\n\"input\":}]");
        assertThat(begin("out").err()).contains("line 2");
        assertThat(folder.resolve("out/finetuning.json")).doesNotExist();
        assertThat(ask(model).err()).contains("line 2");
    }
}
