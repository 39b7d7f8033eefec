package llm.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import llm.attention.rotary.RotaryConfig;
import llm.format.gguf.GgufType;
import llm.model.DecoderConfig;
import llm.model.DecoderModel;
import llm.model.LlamaConfig;
import llm.pretrain.folder.PretrainedModel;
import llm.pretrain.folder.StopTokens;
import llm.tensor.Autograd;
import llm.tensor.IntTensor;
import llm.tensor.backend.DType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A model from a GGUF file")
class QuantizedGgufTest {
    @TempDir
    private Path folder = Path.of("");

    private Path save(DecoderConfig config, GgufType type) throws IOException {
        Path file = folder.resolve("model.gguf");
        GgufModel.save(new PretrainedModel(new DecoderModel(config, 1), Optional.empty(),
                StopTokens.NONE), "test", type, file);
        return file;
    }

    private static float[] logits(DecoderModel model) {
        IntTensor ids = IntTensor.of(new int[] {5, 17, 30, 2}, 1, 4);
        return Autograd.noGrad(() -> model.forward(ids)).toArray();
    }

    /// Rows of 96 values, of which no whole number fits the pieces in which a file is read.
    @ParameterizedTest(name = "{0} in {1}")
    @CsvSource({"F32, BF16", "F32, INT8", "Q8_0, BF16", "Q8_0, INT8"})
    @DisplayName("loaded in fewer bits is the model that is rounded afterwards:")
    void roundedOnLoading(GgufType type, DType dtype) throws IOException {
        Path file = save(new LlamaConfig(1_200, 64, 96, 4, 2, 24, 1, 192,
                RotaryConfig.of(10_000), true, 1e-5), type);
        DecoderModel afterwards = PretrainedModel.load(file).model();
        afterwards.to(dtype);
        assertThat(logits(PretrainedModel.load(file, dtype).model()))
                .isEqualTo(logits(afterwards));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"gpt2-tiny", "llama3-tiny", "qwen3-tiny"})
    @DisplayName("keeps a head of its own:")
    void ownHead(String fixture) throws IOException {
        DecoderConfig config = PretrainedModel.load(Fixtures.folder(fixture)).model().config()
                .withUntiedHead();
        assertThat(logits(PretrainedModel.load(save(config, GgufType.F32)).model()))
                .isEqualTo(logits(new DecoderModel(config, 1)));
    }
}
