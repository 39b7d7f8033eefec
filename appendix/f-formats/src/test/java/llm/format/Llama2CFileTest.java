package llm.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import llm.attention.rotary.RotaryConfig;
import llm.model.DecoderModel;
import llm.model.LlamaConfig;
import llm.pretrain.folder.PretrainedModel;
import llm.tensor.Autograd;
import llm.tensor.IntTensor;
import llm.tensor.Tensor;
import llm.tensor.backend.DType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A llama2.c checkpoint")
class Llama2CFileTest {
    private static final int LAYERS = 2;
    private static final String[] ORDER = {"input_layernorm", "self_attn.q_proj",
        "self_attn.k_proj", "self_attn.v_proj", "self_attn.o_proj", "post_attention_layernorm",
        "mlp.gate_proj", "mlp.down_proj", "mlp.up_proj"};
    @TempDir
    private Path folder;

    private static DecoderModel model(boolean tiedHead) {
        return new DecoderModel(new LlamaConfig(30, 8, 12, 2, 1, 6, LAYERS, 20,
                RotaryConfig.of(10_000), tiedHead, 1e-5), 3);
    }

    /// The format's bytes, written array by array.
    private static byte[] bytes(DecoderModel model, boolean tiedHead) {
        Map<String, Tensor> weights = PretrainedModel.weights(model);
        ByteBuffer out = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
        for (int n : new int[] {12, 20, LAYERS, 2, 1, tiedHead ? 30 : -30, 8}) {
            out.putInt(n);
        }
        put(out, weights.get("model.embed_tokens.weight").toArray());
        for (String name : ORDER) {
            for (int layer = 0; layer < LAYERS; layer++) {
                float[] values = weights.get("model.layers.%d.%s.weight".formatted(layer, name))
                        .toArray();
                put(out, name.contains("q_proj") || name.contains("k_proj")
                        ? interleaved(values) : values);
            }
        }
        put(out, weights.get("model.norm.weight").toArray());
        put(out, new float[8 * 6]);                          // cosines and sines, not read
        if (!tiedHead) {
            put(out, weights.get("lm_head.weight").toArray());
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    /// Heads of 6 rows of 12: rows 0, 3, 1, 4, 2, 5 of each.
    private static float[] interleaved(float[] rows) {
        float[] result = new float[rows.length];
        int[] order = {0, 3, 1, 4, 2, 5};
        for (int row = 0; row < rows.length / 12; row++) {
            System.arraycopy(rows, (row / 6 * 6 + order[row % 6]) * 12, result, row * 12, 12);
        }
        return result;
    }

    private static void put(ByteBuffer out, float[] values) {
        for (float value : values) {
            out.putFloat(value);
        }
    }

    @ParameterizedTest(name = "tied head: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("is the model that was written,")
    void loads(boolean tiedHead) throws IOException {
        DecoderModel model = model(tiedHead);
        Path file = Files.write(folder.resolve("model.bin"), bytes(model, tiedHead));
        PretrainedModel loaded = PretrainedModel.load(file);
        IntTensor ids = IntTensor.of(new int[] {1, 7, 22, 4, 9}, 1, 5);
        assertThat(loaded.model().forward(ids).toArray()).isEqualTo(model.forward(ids).toArray());
        assertThat(loaded.stopTokens()).containsExactly(2);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"BF16", "INT8"})
    @DisplayName("loaded in fewer bits is the model that is rounded afterwards:")
    void packed(DType dtype) throws IOException {
        DecoderModel afterwards = model(false);
        Path file = Files.write(folder.resolve("model.bin"), bytes(afterwards, false));
        afterwards.to(dtype);
        DecoderModel loaded = PretrainedModel.load(file, dtype).model();
        IntTensor ids = IntTensor.of(new int[] {1, 7, 22, 4, 9}, 1, 5);
        assertThat(Autograd.noGrad(() -> loaded.forward(ids)).toArray())
                .isEqualTo(Autograd.noGrad(() -> afterwards.forward(ids)).toArray());
    }

    @Test
    @DisplayName("that is truncated or something else is refused in one sentence")
    void broken() throws IOException {
        byte[] whole = bytes(model(true), true);
        Path file = Files.write(folder.resolve("model.bin"),
                Arrays.copyOf(whole, whole.length - 4));
        assertThatThrownBy(() -> PretrainedModel.load(file)).hasMessage(
                "%s must have the %d bytes that its sizes ask for, got %d"
                        .formatted(file, whole.length, whole.length - 4));
        Files.write(file, new byte[40]);
        assertThatThrownBy(() -> PretrainedModel.load(file)).hasMessageStartingWith(
                file + " must begin with the sizes of a llama2.c model, got dim=0");
    }
}
