package llm.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import llm.attention.rotary.RotaryConfig;
import llm.format.gguf.GgufFile;
import llm.format.gguf.GgufType;
import llm.format.gguf.GgufValue;
import llm.format.gguf.GgufValue.Kind;
import llm.model.DecoderConfig;
import llm.model.DecoderModel;
import llm.model.Gemma3Config;
import llm.model.Gemma3Config.Span;
import llm.model.LlamaConfig;
import llm.pretrain.folder.PretrainedModel;
import llm.pretrain.folder.StopTokens;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The sizes in a GGUF file")
class GgufConfigTest {
    private static final LlamaConfig SIZES = new LlamaConfig(50, 64, 32, 4, 2, 8, 3, 40,
            RotaryConfig.of(10_000), true, 1e-5);
    @TempDir
    private Path folder;

    private DecoderConfig read(DecoderConfig written, EditedGguf edit) throws IOException {
        Path path = folder.resolve("model.gguf");
        GgufModel.save(new PretrainedModel(new DecoderModel(written, 1), Optional.empty(),
                StopTokens.NONE), "a test", GgufType.F32, path);
        try (GgufFile file = GgufFile.open(edit.apply(path))) {
            return GgufConfig.read(file);
        }
    }

    private void assertRefused(EditedGguf edit, String message) {
        assertThatThrownBy(() -> read(SIZES, edit)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage(folder.resolve("model.gguf") + " " + message);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"attention.head_count", "attention.head_count_kv",
        "feed_forward_length"})
    @DisplayName("may stand once for each layer, if they are equal:")
    void perLayer(String name) throws IOException {
        int size = switch (name) {
            case "attention.head_count" -> 4;
            case "attention.head_count_kv" -> 2;
            default -> 40;
        };
        String key = "llama." + name;
        assertThat(read(SIZES, new EditedGguf().with(key, GgufValue.int32s(size, size, size))))
                .isEqualTo(SIZES);
        assertRefused(new EditedGguf().with(key, GgufValue.int32s(size, 1, size)),
                "must have one number for all layers as %s, got [%d, 1, %d]"
                        .formatted(key, size, size));
        assertRefused(new EditedGguf().with(key, GgufValue.int32s()),
                "must have one number for all layers as " + key + ", got []");
    }

    @Test
    @DisplayName("may be of any kind of whole number or real number, but not one for the other")
    void kinds() throws IOException {
        assertThat(read(SIZES, new EditedGguf()
                .with("llama.block_count", new GgufValue.Whole(Kind.UINT64, 3))
                .with("llama.context_length", new GgufValue.Whole(Kind.INT32, 64))
                .with("llama.rope.freq_base", new GgufValue.Real(Kind.FLOAT64, 10_000))))
                .isEqualTo(SIZES);
        assertThatThrownBy(() -> read(SIZES, new EditedGguf()
                .with("llama.rope.freq_base", new GgufValue.Whole(Kind.UINT32, 10_000))))
                .hasMessageEndingWith("must give llama.rope.freq_base as a floating-point number, "
                        + "got UINT32");
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(delimiter = '|', value = {
        "attention.head_count | 0 | must have a number of 1 or more as %s, got 0",
        "attention.head_count_kv | 0 | must have a number of 1 or more as %s, got 0",
        "embedding_length | 0 | must have a number of 1 or more as %s, got 0",
        "block_count | 1099511627776 | must have a number from 0 to 2147483647 as %s, got "
                + "1099511627776",
        "context_length | 2147483648 | must have a number from 0 to 2147483647 as %s, got "
                + "2147483648",
        "attention.value_length | 7 | must have headDim=8 as %s, got 7",
        "rope.dimension_count | 4 | must have headDim=8 as %s, got 4",
        "expert_shared_count | 1 | must have 0.0 as %s, got 1.0"})
    @DisplayName("that make no model are refused by file and setting:")
    void refused(String name, long value, String message) {
        String key = "llama." + name;
        assertRefused(new EditedGguf().with(key, new GgufValue.Whole(Kind.UINT64, value)),
                message.formatted(key));
    }

    @Test
    @DisplayName("that do not fit each other are refused with the file's name")
    void unfit() {
        assertThatThrownBy(() -> read(SIZES, new EditedGguf().with("llama.attention.head_count_kv",
                GgufValue.uint32(3)))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(folder.resolve("model.gguf") + ": ");
    }

    @Test
    @DisplayName("may list which layers have a window")
    void windows() throws IOException {
        List<Span> usual = Gemma3Config.everySixthSeesEverything(3);
        Gemma3Config config = new Gemma3Config(SIZES, RotaryConfig.of(10_000), usual, 16, 8);
        String key = "gemma3.attention.sliding_window_pattern";
        GgufValue pattern = new GgufValue.Items(Kind.BOOL, List.of(GgufValue.truth(false),
                GgufValue.truth(true), GgufValue.truth(false)));
        assertThat(((Gemma3Config) read(config, new EditedGguf().with(key, pattern))).spans())
                .containsExactly(Span.EVERYTHING, Span.WINDOW, Span.EVERYTHING);
        assertThatThrownBy(() -> read(config, new EditedGguf().with(key,
                new GgufValue.Items(Kind.BOOL, List.of(GgufValue.truth(true))))))
                .hasMessage(folder.resolve("model.gguf") + " must have one value for each of 3 "
                        + "layers as " + key + ", got 1");
    }
}
