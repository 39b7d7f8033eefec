package llm.tools.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import llm.deploy.TrainedFormat;
import llm.format.gguf.GgufFile;
import llm.format.gguf.GgufValue;
import llm.format.gguf.GgufWriter;
import llm.instruct.PlainFormat;
import llm.pretrain.folder.PretrainedModel;
import llm.tensor.file.ElementType;
import llm.tensor.file.Safetensors;
import llm.tools.Fixtures;
import llm.tools.Terminal;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("llm convert")
class ConvertCommandTest {
    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"gpt2-tiny", "llama-tiny", "llama3-tiny", "qwen3-tiny"})
    @DisplayName("writes a GGUF file, and a folder from that, which write what the fixture says:")
    void thereAndBack(String name) throws IOException {
        Path fixture = Fixtures.file(name);
        Path file = folder.resolve("model.gguf");
        Path back = folder.resolve("back");
        convert(fixture, "gguf", file);
        convert(file, "hf", back);
        JsonNode run = Fixtures.json(fixture.resolve("io.json")).get("greedy").get(0);
        for (Path model : new Path[] {fixture, file, back}) {
            Terminal terminal = Terminal.run("generate", "--model", model.toString(),
                    "--prompt-ids", Fixtures.commaSeparated(run.get("prompt")),
                    "--max-new-tokens", "20", "--ignore-eos", "--json");
            assertThat(Fixtures.json(terminal.out()).get("ids"))
                    .isEqualTo(run.get("continuation"));
        }
    }

    private static void convert(Path from, String format, Path to) {
        Terminal run = Terminal.run("convert", "--model", from.toString(), "--to", format,
                "--out", to.toString(), "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(Fixtures.json(run.out()).get("format").asText()).isEqualTo(format);
    }

    private static Terminal run(Path from, String format, Path to, String... more) {
        List<String> args = new ArrayList<>(List.of("convert", "--model", from.toString(), "--to",
                format, "--out", to.toString()));
        args.addAll(List.of(more));
        return Terminal.run(args.toArray(String[]::new));
    }

    private static ElementType typeIn(Path file) throws IOException {
        try (Safetensors weights = Safetensors.open(file)) {
            return weights.type(weights.names().iterator().next());
        }
    }

    @Test
    @DisplayName("keeps the numbers that the model has unless it is told others")
    void types() throws IOException {
        Path brain = folder.resolve("brain");
        assertThat(run(Fixtures.file("llama-tiny"), "hf", brain, "--type", "bf16").exitCode())
                .isZero();
        Path file = folder.resolve("model.gguf");
        assertThat(run(brain, "gguf", file).out()).endsWith("parameters in bf16\n");
        Path back = folder.resolve("back");
        assertThat(run(file, "hf", back).exitCode()).isZero();
        for (Path model : List.of(brain, back)) {
            assertThat(typeIn(model.resolve("model.safetensors"))).isEqualTo(ElementType.BF16);
            assertThat(Fixtures.json(model.resolve("config.json")).get("dtype").asText())
                    .isEqualTo("bfloat16");
        }
        assertThat(Files.readAllBytes(back.resolve("model.safetensors")))
                .isEqualTo(Files.readAllBytes(brain.resolve("model.safetensors")));
        assertThat(run(Fixtures.file("llama-tiny"), "hf", back).exitCode()).isZero();
        assertThat(typeIn(back.resolve("model.safetensors"))).isEqualTo(ElementType.F32);
        assertThat(run(brain, "hf", back, "--type", "f16").exitCode()).isZero();
        assertThat(typeIn(back.resolve("model.safetensors"))).isEqualTo(ElementType.F16);
        Terminal packed = run(brain, "hf", back, "--type", "q4_k");
        assertThat(packed.exitCode()).isEqualTo(2);
        assertThat(packed.err()).startsWith("--type must be f32, f16 or bf16 with --to hf, got "
                + "q4_k.");
    }

    @Test
    @DisplayName("writes weights of more than --max-shard-size into several files")
    void shards() throws IOException {
        Path fixture = Fixtures.file("llama-tiny");
        Path whole = folder.resolve("whole");
        Path parts = folder.resolve("parts");
        assertThat(run(fixture, "hf", whole).exitCode()).isZero();
        assertThat(run(fixture, "hf", parts, "--max-shard-size", "20KB").exitCode()).isZero();
        assertThat(parts.resolve("model.safetensors")).doesNotExist();
        JsonNode index = Fixtures.json(parts.resolve("model.safetensors.index.json"));
        Set<String> names = new TreeSet<>();
        index.get("weight_map").forEach(name -> names.add(name.asText()));
        assertThat(names).hasSizeGreaterThan(1);
        long total = 0;
        for (String name : names) {
            assertThat(name).matches("model-\\d{5}-of-%05d\\.safetensors".formatted(names.size()));
            try (Safetensors shard = Safetensors.open(parts.resolve(name))) {
                long bytes = shard.names().stream()
                        .mapToLong(each -> shard.shape(each).elements() * Float.BYTES).sum();
                assertThat(bytes <= 20_000 || shard.names().size() == 1).as(name).isTrue();
                total += bytes;
            }
        }
        assertThat(index.get("metadata").get("total_size").asLong()).isEqualTo(total);
        // the same model, and one file again where it was in several
        assertThat(run(parts, "hf", parts.resolve("again")).exitCode()).isZero();
        assertThat(Files.readAllBytes(parts.resolve("again").resolve("model.safetensors")))
                .isEqualTo(Files.readAllBytes(whole.resolve("model.safetensors")));
        assertThat(run(fixture, "hf", parts).exitCode()).isZero();
        try (Stream<Path> files = Files.list(parts)) {
            assertThat(files.map(file -> file.getFileName().toString())
                    .filter(name -> name.contains("safetensors"))).containsExactly(
                            "model.safetensors");
        }
    }

    @Test
    @DisplayName("never writes over the model that it reads, by whatever path")
    void ownInput() throws IOException {
        Path model = folder.resolve("model");
        assertThat(run(Fixtures.file("llama-tiny"), "hf", model).exitCode()).isZero();
        Path file = folder.resolve("model.gguf");
        assertThat(run(model, "gguf", file).exitCode()).isZero();
        byte[] weights = Files.readAllBytes(model.resolve("model.safetensors"));
        byte[] packed = Files.readAllBytes(file);
        Path spelled = folder.resolve("x").resolve("..");
        Files.createDirectory(folder.resolve("x"));
        Path folderLink = Files.createSymbolicLink(folder.resolve("link"), model);
        Path fileLink = Files.createSymbolicLink(folder.resolve("link.gguf"), file);
        for (Path out : List.of(model, spelled.resolve("model"), folderLink)) {
            assertRefused(run(model, "hf", out));
        }
        assertRefused(run(model, "gguf", model.resolve("model.safetensors")));
        for (Path out : List.of(file, spelled.resolve("model.gguf"), fileLink)) {
            assertRefused(run(file, "gguf", out));
        }
        assertThat(Files.readAllBytes(model.resolve("model.safetensors"))).isEqualTo(weights);
        assertThat(Files.readAllBytes(file)).isEqualTo(packed);
    }

    private static void assertRefused(Terminal run) {
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("--out must be another path than what is read, got ");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    @DisplayName("looks first whether the disk has room")
    void fullDisk() {
        Terminal run = run(Fixtures.file("llama-tiny"), "gguf", Path.of("/proc/model.gguf"));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).startsWith("The disk of /proc/model.gguf must have room for the "
                + "model, about ");
    }

    @Test
    @DisplayName("leaves out a tokenizer that cannot be used, which is no hindrance to token ids")
    void unusableTokenizer() throws IOException {
        Path whole = folder.resolve("whole.gguf");
        Path broken = folder.resolve("broken.gguf");
        assertThat(run(Fixtures.file("llama-tiny"), "gguf", whole).exitCode()).isZero();
        try (GgufFile file = GgufFile.open(whole)) {
            GgufWriter writer = new GgufWriter();
            file.metadata().values().forEach(writer::setting);
            writer.setting("tokenizer.ggml.model", GgufValue.text("rwkv"));
            for (String name : file.names()) {
                writer.tensor(name, file.shape(name), file.type(name), () -> file.tensor(name));
            }
            writer.write(broken);
        }
        String why = broken + " must have gpt2 or llama as tokenizer.ggml.model, got rwkv";
        assertThat(Terminal.run("inspect", broken.toString()).out())
                .contains("cannot be used, since " + why + ": prompts must be token ids");
        Terminal words = Terminal.run("generate", "--model", broken.toString(), "--prompt", "a");
        assertThat(words.exitCode()).isEqualTo(1);
        assertThat(words.err().strip()).isEqualTo(why);
        assertThat(Terminal.run("next", "--model", broken.toString(), "--prompt-ids", "5,17")
                .out()).isEqualTo(Terminal.run("next", "--model", whole.toString(), "--prompt-ids",
                        "5,17").out());
        Terminal folderOf = run(broken, "hf", folder.resolve("hf"));
        assertThat(folderOf.exitCode()).isZero();
        assertThat(folderOf.err()).isEqualTo("Written without a tokenizer: " + why + "\n");
    }

    @ParameterizedTest
    @EnumSource(PlainFormat.class)
    @DisplayName("lets a model be asked as it was finetuned to be, also in a GGUF file:")
    void finetuned(PlainFormat trained) throws IOException {
        Path model = Fixtures.withTokenizer(folder.resolve("model"));
        Files.writeString(model.resolve("finetuning.json"),
                "{\"base\": {\"format\": \"%s\"}}".formatted(trained));
        Path file = folder.resolve("model.gguf");
        convert(model, "gguf", file);
        assertThat(TrainedFormat.of(file, PretrainedModel.load(file).chatTemplate()))
                .hasValue(trained);
        Path back = folder.resolve("back");
        for (Path from : List.of(model, file)) {
            convert(from, "hf", back);
            assertThat(TrainedFormat.of(back)).hasValue(trained);
            assertThat(chat(back).err())
                    .contains("asked as " + trained.name().toLowerCase(Locale.ROOT));
        }
    }

    /// With somebody who says nothing.
    private static Terminal chat(Path model) {
        InputStream before = System.in;
        System.setIn(InputStream.nullInputStream());
        try {
            return Terminal.run("chat", "--model", model.toString());
        } finally {
            System.setIn(before);
        }
    }

    @Test
    @DisplayName("says what is lost where a model was finetuned in a family's layout that it lacks")
    void lostFormat() throws IOException {
        Path model = Fixtures.withTokenizer(folder.resolve("model"));
        Files.writeString(model.resolve("finetuning.json"),
                "{\"base\": {\"format\": \"CHATML\"}}");
        assertThat(run(model, "hf", folder.resolve("out")).err().strip()).isEqualTo("Written "
                + "without how the model is asked; tell chat and serve: --format chatml");
    }

    @Test
    @DisplayName("says which formats there are")
    void unknownFormat() {
        Terminal run = Terminal.run("convert", "--model", "m", "--to", "onnx", "--out", "o");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("[gguf, hf]");
    }
}
