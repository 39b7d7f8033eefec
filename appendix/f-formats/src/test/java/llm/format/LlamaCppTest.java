package llm.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.ModelParameters;
import de.kherud.llama.args.LogFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import llm.attention.rotary.RotaryConfig;
import llm.attention.rotary.RotaryScaling;
import llm.format.gguf.GgufType;
import llm.format.gguf.GgufValue;
import llm.model.DecoderConfig;
import llm.model.DecoderModel;
import llm.model.FamilyConfig;
import llm.model.FamilyConfig.Family;
import llm.model.FeedForwardConfig;
import llm.model.Gemma3Config;
import llm.model.GptConfig;
import llm.model.LlamaConfig;
import llm.model.decode.Generation;
import llm.pretrain.folder.PretrainedModel;
import llm.pretrain.folder.StopTokens;
import llm.tensor.Autograd;
import llm.tensor.Parameter;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.text.bpe.BpeTokenizer;
import llm.text.bpe.BpeTrainer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Models written here and run by llama.cpp, which `de.kherud:llama` brings along: greedy text must
/// be the same.
@DisplayName("llama.cpp writes what we write, greedily, for")
class LlamaCppTest {
    private static final BpeTokenizer TOKENIZER = BpeTrainer.ofSize(300).train(List.of(
            "the cat sat on the mat and the dog sat on the log, there they sat and thought"));
    private static final int VOCABULARY = TOKENIZER.vocabSize();
    private static final int NEW_TOKENS = 24;
    private static final int CERTAIN_TOKENS = 5;             // though its cache has half the bits
    private static final int USUAL_END = 11;                 // llama.cpp's, where a file names none
    @TempDir
    private Path folder;

    /// Loads the native library, which says so on the standard output.
    @BeforeAll
    static void loadQuietly() {
        PrintStream out = System.out;
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        try {
            LlamaModel.setLogger(LogFormat.TEXT, (_, _) -> { });
        } finally {
            System.setOut(out);
        }
    }

    private static LlamaConfig llama(int headDim, RotaryConfig rotary, boolean tied) {
        return new LlamaConfig(VOCABULARY, 128, 64, 4, 2, headDim, 3, 96, rotary, tied, 1e-5);
    }

    static Stream<Map.Entry<String, DecoderConfig>> models() {
        RotaryConfig plain = RotaryConfig.of(10_000);
        LlamaConfig deep = new LlamaConfig(VOCABULARY, 128, 64, 4, 1, 16, 7, 96,
                RotaryConfig.of(1_000_000), true, 1e-6);
        return Stream.of(
                Map.entry("GPT-2", GptConfig.of(VOCABULARY, 128, 64, 4, 3)),
                Map.entry("Llama 2", llama(16, plain, false)),
                Map.entry("Llama 3", llama(32, RotaryConfig.of(500_000,
                        new RotaryScaling.Llama3(32, 1, 4, 64)), true)),
                Map.entry("Llama, linear scaling",
                        llama(16, RotaryConfig.of(10_000, new RotaryScaling.Linear(4)), true)),
                Map.entry("Llama with biases", llama(16, plain, true).toBuilder()
                        .biases(new LlamaConfig.Biases(true, true)).build()),
                Map.entry("Qwen2", FamilyConfig.of(Family.QWEN2, llama(16, plain, true))),
                Map.entry("Mistral", FamilyConfig.of(Family.MISTRAL, llama(16, plain, false))
                        .withWindow(128)),
                Map.entry("Mixtral", new FamilyConfig(Family.MIXTRAL, llama(16, plain, false),
                        Optional.empty(), Optional.of(new FeedForwardConfig.Experts(4, 2, 96)))),
                Map.entry("Phi-3", FamilyConfig.of(Family.PHI3, llama(16, plain, false))),
                Map.entry("OLMo 2", FamilyConfig.of(Family.OLMO2, llama(16, plain, false)
                        .toBuilder().kvHeads(4).build())),
                Map.entry("Gemma 3", gemma3(deep)),
                Map.entry("Gemma 3, linear scaling", gemma3(new LlamaConfig(VOCABULARY, 128, 64, 4,
                        1, 16, 7, 96, RotaryConfig.of(1_000_000, new RotaryScaling.Linear(8)),
                        true, 1e-6))));
    }

    private static Gemma3Config gemma3(LlamaConfig sizes) {
        return new Gemma3Config(sizes, RotaryConfig.of(10_000),
                Gemma3Config.everySixthSeesEverything(7), 8, 16);
    }

    /// Settings that scale the positions of a Llama.
    static Stream<Map.Entry<String, EditedGguf>> scalings() {
        GgufValue four = GgufValue.float32(4);
        String factor = "llama.rope.scaling.factor";
        return Stream.of(
                Map.entry("the old key", new EditedGguf().with("llama.rope.scale_linear", four)),
                Map.entry("a factor without a type", new EditedGguf().with(factor, four)),
                Map.entry("a factor of 0", new EditedGguf().with(factor, GgufValue.float32(0))
                        .with("llama.rope.scale_linear", four)),
                Map.entry("a factor of type none", new EditedGguf().with(factor, four)
                        .with("llama.rope.scaling.type", GgufValue.text("none"))),
                Map.entry("factors of pairs", new EditedGguf()
                        .withFactors(1, 1, 1, 1.5f, 2, 3, 4, 4)),
                Map.entry("factors of pairs beside a factor", new EditedGguf().with(factor, four)
                        .withFactors(1, 1, 1, 1.5f, 2, 3, 4, 4)),
                Map.entry("YaRN", new EditedGguf().with(factor, four)
                        .with("llama.rope.scaling.type", GgufValue.text("yarn"))
                        .with("llama.rope.scaling.original_context_length",
                                GgufValue.uint32(16))));
    }

    /// Random weights, large enough to matter, and a head that never writes half a character or the
    /// end.
    private static DecoderModel model(DecoderConfig config) {
        RandomState random = new RandomState(5);
        DecoderModel model = new DecoderModel(config, 1);
        for (Parameter parameter : model.parameters()) {
            Tensor noise = random.normal(0.12, parameter.shape().toArray());
            parameter.copyFrom(parameter.rank() == 2 ? noise
                    : Autograd.noGrad(() -> parameter.add(noise)));
        }
        Parameter head = model.head().weight();
        float[] rows = head.toArray();
        for (int id = 0; id < VOCABULARY; id++) {
            if (id == USUAL_END || !TOKENIZER.decode(id).matches("[ -~]+")) {
                Arrays.fill(rows, id * 64, (id + 1) * 64, 0f);
            }
        }
        head.copyFrom(Tensor.of(rows, VOCABULARY, 64));
        model.eval();
        return model;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    @DisplayName("a model of each family:")
    void sameText(Map.Entry<String, DecoderConfig> family) throws IOException {
        DecoderModel model = model(family.getValue());
        assertSameText(model, saved(model));
    }

    private Path saved(DecoderModel model) throws IOException {
        Path file = folder.resolve("model.gguf");
        GgufModel.save(new PretrainedModel(model, Optional.of(TOKENIZER), StopTokens.NONE), "test",
                GgufType.F32, file);
        return file;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scalings")
    @DisplayName("a Llama whose positions are scaled by")
    void sameScaling(Map.Entry<String, EditedGguf> scaling) throws IOException {
        Path file = scaling.getValue().apply(
                saved(model(llama(16, RotaryConfig.of(10_000), true))));
        assertSameText(PretrainedModel.load(file).model(), file);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"openai-community/gpt2", "HuggingFaceTB/SmolLM2-135M-Instruct",
        "Qwen/Qwen2.5-0.5B-Instruct"})
    @DisplayName("a tiny model in the form of one that was published, digits and all:")
    void published(String repository) throws IOException {
        Path hub = Path.of("..", "a-tools", "src", "test", "resources", "hub");
        PretrainedModel published = PretrainedModel.load(hub.resolve(repository));
        Path file = folder.resolve("published.gguf");
        GgufModel.save(published, repository, GgufType.F32, file);
        JsonNode expected = Fixtures.json(hub.resolve(
                Path.of(repository).getFileName() + ".expected.json"));
        String text = "In 1999 the fox's 12 friends  came,\nand she'll say: \"3.14!\"";
        try (LlamaModel theirs = new LlamaModel(parameters(file))) {
            assertThat(theirs.encode(text))
                    .isEqualTo(published.tokenizer().orElseThrow().encode(text));
            assertThat(expected.get("text").asText()).startsWith(theirs.complete(
                    new InferenceParameters(expected.get("prompt").asText()).setTemperature(0)
                            .setNPredict(CERTAIN_TOKENS)));
        }
    }

    private static ModelParameters parameters(Path file) {
        return new ModelParameters().setModel(file.toString()).setCtxSize(128).setThreads(2)
                .skipWarmup().disableLog();
    }

    private static void assertSameText(DecoderModel model, Path file) {
        String prompt = "the dog sat on the cat";
        String ours = TOKENIZER.decode(Generation.greedy(model, NEW_TOKENS)
                .generate(TOKENIZER.encode(prompt), new RandomState(0)));
        try (LlamaModel theirs = new LlamaModel(parameters(file))) {
            assertThat(theirs.encode(prompt)).isEqualTo(TOKENIZER.encode(prompt));
            assertThat(theirs.complete(new InferenceParameters(prompt).setTemperature(0)
                    .setNPredict(NEW_TOKENS).setIgnoreEos(true))).isEqualTo(ours);
        }
    }
}
