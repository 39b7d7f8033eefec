package llm.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import llm.attention.rotary.RotaryConfig;
import llm.attention.rotary.RotaryScaling;
import llm.format.gguf.GgufFile;
import llm.format.gguf.GgufType;
import llm.format.gguf.GgufValue;
import llm.model.DecoderConfig;
import llm.model.DecoderModel;
import llm.model.FamilyConfig;
import llm.model.FamilyConfig.Family;
import llm.model.Gemma3Config;
import llm.model.LlamaConfig;
import llm.model.Qwen3Config;
import llm.pretrain.folder.PretrainedModel;
import llm.pretrain.folder.StopTokens;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What each setting means is what llama.cpp makes of it; `LlamaCppTest` compares texts.
@DisplayName("Rotary positions in a GGUF file")
class GgufRotaryTest {
    private static final String SCALING = "llama.rope.scaling.";
    private static final RotaryScaling NONE = new RotaryScaling.None();
    @TempDir
    private Path folder;

    private static LlamaConfig llama(RotaryScaling scaling, int layers) {
        return new LlamaConfig(50, 64, 16, 2, 1, 8, layers, 32,
                RotaryConfig.of(10_000, scaling), true, 1e-5);
    }

    private static Gemma3Config gemma3(RotaryScaling global, RotaryScaling local) {
        return new Gemma3Config(llama(global, 7), RotaryConfig.of(10_000, local),
                Gemma3Config.everySixthSeesEverything(7), 8, 8);
    }

    private Path saved(DecoderConfig config) throws IOException {
        Path path = folder.resolve("model.gguf");
        GgufModel.save(new PretrainedModel(new DecoderModel(config, 1), Optional.empty(),
                StopTokens.NONE), "a test", GgufType.F32, path);
        return path;
    }

    private static DecoderConfig read(Path path) throws IOException {
        try (GgufFile file = GgufFile.open(path)) {
            return GgufConfig.read(file);
        }
    }

    private RotaryScaling scaling(EditedGguf edit) throws IOException {
        return ((LlamaConfig) read(edit.apply(saved(llama(NONE, 1))))).rotary().scaling();
    }

    private static EditedGguf with(String name, String type) {
        return new EditedGguf().with(SCALING + name, GgufValue.text(type));
    }

    private static EditedGguf with(String key, double value) {
        return new EditedGguf().with(key, GgufValue.float32((float) value));
    }

    static Stream<Arguments> spellings() {
        GgufValue four = GgufValue.float32(4);
        RotaryScaling linear = new RotaryScaling.Linear(4);
        return Stream.of(
                Arguments.of("nothing", new EditedGguf(), NONE),
                Arguments.of("the old key", with("llama.rope.scale_linear", 4), linear),
                Arguments.of("a factor alone", with(SCALING + "factor", 4), linear),
                Arguments.of("both keys", with("llama.rope.scale_linear", 2)
                        .with(SCALING + "factor", four), linear),
                Arguments.of("a factor of 0", with(SCALING + "factor", 0)
                        .with("llama.rope.scale_linear", four), NONE),
                Arguments.of("a factor of 1", with(SCALING + "factor", 1), NONE),
                Arguments.of("type linear", with("type", "linear").with(SCALING + "factor", four)
                        .with(SCALING + "finetuned", GgufValue.truth(true))
                        .with(SCALING + "original_context_length", GgufValue.uint32(16)), linear),
                Arguments.of("type linear and the old key", with("type", "linear")
                        .with("llama.rope.scale_linear", four), linear),
                Arguments.of("type linear alone", with("type", "linear"), NONE),
                Arguments.of("type none", with("type", "none").with(SCALING + "factor", four)
                        .with("llama.rope.scale_linear", four), NONE),
                Arguments.of("type yarn", with("type", "yarn").with(SCALING + "factor", four)
                        .with(SCALING + "original_context_length", GgufValue.uint32(16))
                        .with(SCALING + "attn_factor", GgufValue.float32(0.5f)),
                        new RotaryScaling.Yarn(4, 32, 1, 16, true,
                                0.5 * RotaryScaling.Yarn.suggestedMagnitude(4))),
                Arguments.of("factors", new EditedGguf().withFactors(1, 2, 3, 4),
                        new RotaryScaling.Factors(List.of(1f, 2f, 3f, 4f))),
                Arguments.of("factors and a factor", with(SCALING + "factor", 4)
                        .withFactors(1, 2, 3, 4),
                        new RotaryScaling.Factors(List.of(4f, 8f, 12f, 16f))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spellings")
    @DisplayName("are scaled as llama.cpp reads them, given")
    void spelling(String name, EditedGguf edit, RotaryScaling want) throws IOException {
        assertThat(scaling(edit)).isEqualTo(want);
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(delimiter = '|', value = {
        "rope.scaling.type | dynamic | none, linear or yarn | dynamic",
        "rope.scaling.type | su | none, linear or yarn | su",
        "rope.scaling.factor | 0.5 | 0, or 1 or more and finite | 0.5",
        "rope.scale_linear | -2 | 0, or 1 or more and finite | -2.0",
        "rope.scaling.attn_factor | 1.5 | 1 where rope.scaling.type is linear | 1.5",
        "rope.scaling.yarn_ext_factor | 1 | -1.0 or 0.0 | 1.0",
        "rope.scaling.yarn_attn_factor | 2 | 1.0 | 2.0",
        "rope.scaling.yarn_log_multiplier | 0.1 | 0.0 | 0.1"})
    @DisplayName("in a way that we do not have are refused by name:")
    void refused(String name, String value, String must, String got) {
        String key = "llama." + name;
        EditedGguf edit = name.endsWith("type")
                ? new EditedGguf().with(key, GgufValue.text(value))
                : with(key, Double.parseDouble(value));
        assertThatThrownBy(() -> scaling(edit)).hasMessage("%s must have %s as %s, got %s"
                .formatted(folder.resolve("model.gguf"), must, key, got));
    }

    @Test
    @DisplayName("that rotate a part of each head, or mix a list with YaRN, are refused")
    void refusedMixtures() {
        assertThatThrownBy(() -> scaling(new EditedGguf().with("llama.rope.dimension_count",
                GgufValue.uint32(4)))).hasMessage(folder.resolve("model.gguf")
                + " must have headDim=8 as llama.rope.dimension_count, got 4");
        assertThatThrownBy(() -> scaling(with("type", "yarn").withFactors(1, 2, 3, 4)))
                .hasMessageStartingWith(folder.resolve("model.gguf")
                        + ": rope_freqs.weight must be the only scaling or stand "
                        + "beside a linear one, got Yarn");
    }

    @Test
    @DisplayName("of Gemma 3 are scaled in the layers that see everything only, there and back")
    void gemma3() throws IOException {
        Gemma3Config config = gemma3(new RotaryScaling.Linear(8), NONE);
        Path path = saved(config);
        assertThat(read(path)).isEqualTo(config);
        new EditedGguf().with("gemma3.rope.scaling.type", null).apply(path);
        assertThat(read(path)).isEqualTo(config);
        new EditedGguf().with("gemma3.rope.scaling.factor", null)
                .with("gemma3.rope.scale_linear", GgufValue.float32(8))
                .with("gemma3.rope.freq_base_swa", GgufValue.float32(20_000))
                .with("gemma3.attention.sliding_window_pattern", GgufValue.uint32(3)).apply(path);
        assertThat(read(path)).isEqualTo(new Gemma3Config(config.llama(),
                RotaryConfig.of(20_000), Gemma3Config.everyNthSeesEverything(3, 7), 8, 8));
    }

    @Test
    @DisplayName("that a file lists stay the same in Hugging Face's layout")
    void listInFolder() throws IOException {
        Path path = new EditedGguf().withFactors(1, 1.5f, 3, 7).apply(saved(llama(NONE, 1)));
        PretrainedModel listed = PretrainedModel.load(path);
        Path back = folder.resolve("back");
        listed.save(back, "a test");
        assertThat(PretrainedModel.load(back).model().config()).isEqualTo(listed.model().config());
    }

    @Test
    @DisplayName("of Phi-3 are two lists, one for texts longer than in training, there and back")
    void longRope() throws IOException {
        RotaryScaling lists = new RotaryScaling.LongRope(List.of(1f, 1f, 1.5f, 2f),
                List.of(1f, 2f, 8f, 32f), 16, 1.5);
        FamilyConfig phi3 = FamilyConfig.of(Family.PHI3, llama(lists, 2));
        Path path = saved(phi3);
        assertThat(read(path)).isEqualTo(phi3);
        String factor = "phi3.rope.scaling.attn_factor";
        new EditedGguf().with(factor, GgufValue.float32(1.25f))
                .with("phi3.rope.scaling.type", null).apply(path);
        assertThat(read(path)).isEqualTo(FamilyConfig.of(Family.PHI3, llama(
                new RotaryScaling.LongRope(List.of(1f, 1f, 1.5f, 2f), List.of(1f, 2f, 8f, 32f), 16,
                        1.25), 2)));
        new EditedGguf().with("phi3.rope.scaling.type", GgufValue.text("yarn")).apply(path);
        assertThatThrownBy(() -> read(path)).hasMessage(path + " must have longrope beside lists "
                + "of factors as phi3.rope.scaling.type, got yarn");
        assertThatThrownBy(() -> saved(new Qwen3Config(llama(lists, 1)))).hasMessage("a model for "
                + "a GGUF file must be a Llama or Phi-3 to have lists of factors, got qwen3");
    }

    @Test
    @DisplayName("that llama.cpp has no setting for are not written")
    void notWritten() {
        assertThatThrownBy(() -> saved(gemma3(NONE, new RotaryScaling.Linear(8))))
                .hasMessageStartingWith("a model for a GGUF file must turn windowed layers by theta"
                        + " 10000.0, got RotaryConfig");
        assertThatThrownBy(() -> saved(new Qwen3Config(llama(
                new RotaryScaling.Llama3(8, 1, 4, 64), 1)))).hasMessageStartingWith("a model for a "
                + "GGUF file must be a Llama to slow each rotary pair by itself, got qwen3 with");
    }
}
