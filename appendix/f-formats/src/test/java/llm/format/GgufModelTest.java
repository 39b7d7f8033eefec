package llm.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import llm.attention.rotary.RotaryConfig;
import llm.attention.rotary.RotaryScaling;
import llm.format.gguf.GgufFile;
import llm.format.gguf.GgufType;
import llm.format.gguf.GgufValue;
import llm.model.DecoderModel;
import llm.model.FamilyConfig;
import llm.model.FamilyConfig.Family;
import llm.model.FamilyConfig.Windows;
import llm.model.Gemma3Config;
import llm.model.LlamaConfig;
import llm.pretrain.folder.PretrainedModel;
import llm.pretrain.folder.StopTokens;
import llm.tensor.IntTensor;
import llm.tensor.Tensor;
import llm.text.SpecialTokens;
import llm.text.Tokenizer;
import llm.text.bpe.BpeTokenizer;
import llm.text.bpe.BpeTrainer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A model in a GGUF file")
class GgufModelTest {
    private static final IntTensor IDS = IntTensor.of(new int[] {5, 17, 80, 2}, 1, 4);
    @TempDir
    private Path folder;

    private Path saved(PretrainedModel model, GgufType type) throws IOException {
        Path file = folder.resolve("model.gguf");
        GgufModel.save(model, "a test", type, file);
        return file;
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"gpt2-tiny", "llama-tiny", "llama3-tiny", "qwen3-tiny",
        "llama-bias-tiny", "smollm2-tiny", "qwen2-tiny", "mixtral-tiny", "olmo2-tiny",
        "qwen3moe-tiny", "phi3-long-tiny"})
    @DisplayName("in float32 computes what the folder it came from computes:")
    void roundTrip(String name) throws IOException {
        PretrainedModel before = PretrainedModel.load(Fixtures.folder(name));
        Path path = saved(before, GgufType.F32);
        PretrainedModel after = PretrainedModel.load(path);
        assertThat(after.model().config()).isEqualTo(before.model().config());
        assertThat(after.model().forward(IDS).toArray())
                .isEqualTo(before.model().forward(IDS).toArray());
        assertThat(after.stopTokens()).isEqualTo(Set.of());   // no tokenizer, no ends
        try (GgufFile file = GgufFile.open(path)) {          // llama.cpp would count its tokens
            String family = file.metadata().text("general.architecture");
            assertThat(file.metadata().whole(family + ".vocab_size"))
                    .isEqualTo(before.model().vocabSize());
        }
    }

    static Stream<FamilyConfig> families() {
        LlamaConfig sizes = new LlamaConfig(90, 32, 32, 4, 2, 8, 5, 40, RotaryConfig.of(500_000),
                false, 1e-5);
        RotaryConfig stretched = RotaryConfig.of(500_000, new RotaryScaling.Yarn(4, 32, 1, 8, true,
                RotaryScaling.Yarn.suggestedMagnitude(4)));
        return Stream.of(FamilyConfig.of(Family.PHI3, sizes),
                new FamilyConfig(Family.OLMO3, sizes.toBuilder().rotary(stretched).build(),
                        Optional.of(new Windows(Gemma3Config.everyNthSeesEverything(4, 5), 3,
                                RotaryConfig.of(500_000))), Optional.empty()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("families")
    @DisplayName("in float32 computes what a model in memory computes:")
    void fromMemory(FamilyConfig config) throws IOException {
        DecoderModel before = new DecoderModel(config, 3);
        DecoderModel after = PretrainedModel.load(saved(new PretrainedModel(before,
                Optional.empty(), StopTokens.NONE), GgufType.F32)).model();
        assertThat(after.config()).isEqualTo(config);
        assertThat(after.forward(IDS).toArray()).isEqualTo(before.forward(IDS).toArray());
    }

    @Test
    @DisplayName("of Mistral is one of Llama, if its window is as long as its context")
    void mistral() throws IOException {
        PretrainedModel windowed = PretrainedModel.load(Fixtures.folder("mistral-tiny"));
        assertThatThrownBy(() -> saved(windowed, GgufType.F32)).hasMessage("a model for a GGUF "
                + "file must have no window, which llama.cpp would not apply, or one of 128 tokens as "
                + "its context, got 6");
        LlamaConfig sizes = ((FamilyConfig) windowed.model().config()).llama();
        DecoderModel before = new DecoderModel(FamilyConfig.of(Family.MISTRAL, sizes)
                .withWindow(128), 3);
        DecoderModel after = PretrainedModel.load(saved(new PretrainedModel(before,
                Optional.empty(), StopTokens.NONE), GgufType.F32)).model();
        assertThat(after.config()).isEqualTo(sizes);
        assertThat(after.forward(IDS).toArray()).isEqualTo(before.forward(IDS).toArray());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"llama3-tiny", "qwen3-tiny"})
    @DisplayName("quantised to 8 bits keeps each weight within half a step of its block:")
    void quantised(String name) throws IOException {
        PretrainedModel before = PretrainedModel.load(Fixtures.folder(name));
        Path file = saved(before, GgufType.Q8_0);
        Map<String, Tensor> want = PretrainedModel.weights(before.model());
        PretrainedModel.weights(PretrainedModel.load(file).model()).forEach((weight, got) -> {
            float[] w = want.get(weight).toArray();
            float[] g = got.toArray();
            double largest = 0;
            for (float value : w) {
                largest = Math.max(largest, Math.abs(value));
            }
            double bound = got.rank() == 1 ? 0 : largest / 127 * 0.51;
            for (int i = 0; i < w.length; i++) {
                assertThat((double) g[i]).as("%s at %d", weight, i)
                        .isCloseTo(w[i], within(bound));
            }
        });
    }

    @Test
    @DisplayName("keeps its chat template, under the name that llama.cpp reads")
    void chatTemplate() throws IOException {
        Path from = Files.createDirectory(folder.resolve("from"));
        for (String name : List.of("config.json", "model.safetensors")) {
            Files.copy(Fixtures.folder("llama-tiny").resolve(name), from.resolve(name));
        }
        Files.writeString(from.resolve("chat_template.jinja"), "{{ 'ä' }}\n");
        Path path = saved(PretrainedModel.load(from), GgufType.F32);
        try (GgufFile file = GgufFile.open(path)) {
            assertThat(file.metadata().text("tokenizer.chat_template")).isEqualTo("{{ 'ä' }}\n");
        }
        assertThat(PretrainedModel.load(path).chatTemplate()).hasValue("{{ 'ä' }}\n");
        saved(PretrainedModel.load(path).withoutChatTemplate(), GgufType.F32);
        assertThat(PretrainedModel.load(path).chatTemplate()).isEmpty();
    }

    @Test
    @DisplayName("whose chat template is no text or too long is refused in one sentence")
    void brokenChatTemplate() throws IOException {
        Path path = saved(PretrainedModel.load(Fixtures.folder("llama-tiny")), GgufType.F32);
        new EditedGguf().with("tokenizer.chat_template", GgufValue.truth(true)).apply(path);
        assertThatThrownBy(() -> PretrainedModel.load(path)).hasMessage(path + " must give "
                + "tokenizer.chat_template as a text, got BOOL");
        new EditedGguf().with("tokenizer.chat_template", GgufValue.text("x".repeat(1_048_577)))
                .apply(path);
        assertThatThrownBy(() -> PretrainedModel.load(path)).hasMessage(path + " must have a chat "
                + "template of at most 1048576 characters, got 1048577");
    }

    @Test
    @DisplayName("whose rows are no whole blocks keeps those in 16 bits, and vectors in 32")
    void types() throws IOException {
        Path path = saved(PretrainedModel.load(Fixtures.folder("llama-tiny")), GgufType.Q8_0);
        try (GgufFile file = GgufFile.open(path)) {
            assertThat(file.type("blk.0.ffn_up.weight")).isEqualTo(GgufType.Q8_0);
            assertThat(file.type("blk.0.ffn_down.weight")).isEqualTo(GgufType.F16);
            assertThat(file.type("blk.0.attn_norm.weight")).isEqualTo(GgufType.F32);
            assertThat(file.metadata().text("general.name")).isEqualTo("a test");
        }
    }

    @Test
    @DisplayName("in Q4_K has its head in Q8_0, and what does not divide into its blocks")
    void typesOfQ4k() throws IOException {
        LlamaConfig sizes = new LlamaConfig(50, 32, 256, 4, 2, 64, 1, 320, RotaryConfig.of(10_000),
                true, 1e-5);
        for (LlamaConfig config : List.of(sizes, sizes.withUntiedHead())) {
            DecoderModel model = new DecoderModel(config, 3);
            Path path = saved(new PretrainedModel(model, Optional.empty(), StopTokens.NONE),
                    GgufType.Q4_K);
            try (GgufFile file = GgufFile.open(path)) {
                assertThat(file.type("token_embd.weight")).isEqualTo(
                        config.tiedHead() ? GgufType.Q8_0 : GgufType.Q4_K);
                assertThat(file.type("blk.0.attn_q.weight")).isEqualTo(GgufType.Q4_K);
                assertThat(file.type("blk.0.ffn_down.weight")).isEqualTo(GgufType.Q8_0);
                assertThat(config.tiedHead()
                        || file.type("output.weight") == GgufType.Q8_0).isTrue();
            }
        }
    }

    @Test
    @DisplayName("brings its tokenizer and the tokens around a text")
    void tokenizer() throws IOException {
        BpeTokenizer tokenizer = BpeTrainer.ofSize(300).train(List.of("low lower lowest 1999"));
        LlamaConfig config = new LlamaConfig(320, 64, 32, 2, 1, 16, 1, 32,
                RotaryConfig.of(10_000), true, 1e-5);
        int end = tokenizer.endOfText().orElseThrow();
        PretrainedModel before = new PretrainedModel(new DecoderModel(config, 1),
                Optional.of(tokenizer),
                new StopTokens(OptionalInt.of(end), Set.of(end, 7)));
        PretrainedModel after = PretrainedModel.load(saved(before, GgufType.F16));
        Tokenizer again = after.tokenizer().orElseThrow();
        String text = "lowest 1999 <|endoftext|> naïve ☃";
        for (SpecialTokens special : List.of(SpecialTokens.allowAll(), SpecialTokens.asText())) {
            assertThat(again.encode(text, special)).isEqualTo(tokenizer.encode(text, special));
        }
        assertThat(again.beginOfText()).hasValue(end);
        assertThat(after.stopTokens()).containsExactlyInAnyOrder(end, 7);
    }

    @Test
    @DisplayName("recognises Llama 3's published rotary scaling, and keeps any other list")
    void frequencyFactors() {
        RotaryScaling published = new RotaryScaling.Llama3(32, 1, 4, 8_192);
        float[] plain = new RotaryScaling.None().frequencies(500_000, 64, 1);
        float[] scaled = published.frequencies(500_000, 64, 1);
        float[] factors = new float[32];
        for (int i = 0; i < 32; i++) {
            factors[i] = plain[i] / scaled[i];
        }
        assertThat(GgufRotary.rule(factors, 500_000)).isEqualTo(published);
        for (int trained : new int[] {64, 500, 30_000}) {
            RotaryScaling other = new RotaryScaling.Llama3(5.5, 1, 4, trained);
            float[] slowed = other.frequencies(10_000, 64, 1);
            float[] list = new float[32];
            float[] unscaled = new RotaryScaling.None().frequencies(10_000, 64, 1);
            for (int i = 0; i < 32; i++) {
                list[i] = unscaled[i] / slowed[i];
            }
            assertThat(GgufRotary.rule(list, 10_000)).isEqualTo(other);
        }
        factors[31] = 7;
        assertThat(GgufRotary.rule(factors, 500_000).frequencies(500_000, 64, 1)[31])
                .isEqualTo(plain[31] / 7);
    }

    @Test
    @DisplayName("that llama.cpp could not run is refused in one sentence")
    void refused() throws IOException {
        assertThatThrownBy(() -> saved(PretrainedModel.load(Fixtures.folder("gemma3-tiny")),
                GgufType.F32)).hasMessage("a model for a GGUF file must let every sixth layer see "
                + "everything, got [WINDOW, EVERYTHING]");
        assertThatThrownBy(() -> saved(PretrainedModel.load(Fixtures.folder("olmo3-tiny")),
                GgufType.F32)).hasMessageStartingWith("a model for a GGUF file must let every "
                + "fourth layer see everything and scale no positions of the others, got ");
        assertThatThrownBy(() -> saved(PretrainedModel.load(Fixtures.folder("qwen3-bias-tiny")),
                GgufType.F32)).hasMessage("a model for a GGUF file must be a Llama to have biases "
                + "in its attention, got qwen3");
        LlamaConfig dynamic = new LlamaConfig(50, 64, 32, 2, 1, 16, 1, 32, RotaryConfig.of(10_000,
                new RotaryScaling.Dynamic(2, 64)), true, 1e-5);
        assertThatThrownBy(() -> saved(new PretrainedModel(new DecoderModel(dynamic, 1),
                Optional.empty(), StopTokens.NONE), GgufType.F32)).hasMessageStartingWith(
                "a model for a GGUF file must scale rotary positions in another way, got Dynamic");
    }
}
