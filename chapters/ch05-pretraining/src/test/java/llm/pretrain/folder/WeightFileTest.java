package llm.pretrain.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import llm.model.DecoderModel;
import llm.pretrain.Fixtures;
import llm.tensor.Autograd;
import llm.tensor.IntTensor;
import llm.tensor.Tensor;
import llm.tensor.file.Safetensors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The weights of a model folder")
class WeightFileTest {
    private static final IntTensor IDS = IntTensor.of(new int[] {5, 17, 300, 2}, 1, 4);
    @TempDir
    private Path folder;

    private static float[] logits(DecoderModel model) {
        return Autograd.noGrad(() -> model.forward(IDS)).toArray();
    }

    private EditedWeights copy(String fixture) throws IOException {
        Files.copy(Fixtures.folder(fixture).resolve("config.json"),
                folder.resolve("config.json"));
        return new EditedWeights(Fixtures.folder(fixture).resolve("model.safetensors"));
    }

    private float[] logits(EditedWeights weights) throws IOException {
        weights.write(folder.resolve("model.safetensors"));
        return logits(PretrainedModel.load(folder).model());
    }

    @ParameterizedTest(name = "{1}{2} as {3} in {0}")
    @CsvSource({
        "gpt2-tiny, transformer., h.0.attn.bias, BOOL, 1",
        "gpt2-tiny, '', h.0.attn.bias, U8, 1",
        "gpt2-tiny, '', h.1.attn.masked_bias, F64, 8",
        "gpt2-tiny, transformer., h.1.attn.masked_bias, F16, 2",
        "gpt2-tiny, '', position_ids, I16, 2",
        "llama-tiny, model., layers.0.self_attn.rotary_emb.inv_freq, F64, 8",
        "llama-tiny, '', layers.1.self_attn.rotary_emb.inv_freq, BF16, 2",
        "llama-tiny, model., layers.1.self_attn.rotary_emb.cos_cached, F8_E4M3, 1",
        "llama-tiny, '', rotary_emb.inv_freq, F32, 4",
        "llama-tiny, model., embeddings.position_ids, I8, 1",
        "gemma3-tiny, model., rotary_emb_local.inv_freq, F64, 8",
        "gemma3-tiny, model., rotary_emb.sliding_attention_original_inv_freq, U16, 2"})
    @DisplayName("may lie beside buffers that nobody reads, in numbers of any format:")
    void buffers(String fixture, String prefix, String name, String dtype, int bytes)
            throws IOException {
        float[] before = logits(PretrainedModel.load(Fixtures.folder(fixture)).model());
        String all = fixture.startsWith("gpt2") ? "transformer." : "model.";
        assertThat(logits(copy(fixture)
                .renamed(each -> each.startsWith(all) ? prefix + each.substring(all.length())
                        : each)
                .plus(prefix + name, dtype, bytes, 1, 1, 4, 4))).isEqualTo(before);
    }

    @Test
    @DisplayName("must be in numbers that we read, while a buffer need not")
    void weightsOfOtherFormats() throws IOException {
        EditedWeights weights = copy("gpt2-tiny").renamed(name ->
                name.equals("transformer.ln_f.bias") ? "transformer.h.0.attn.bias" : name)
                .plus("transformer.ln_f.bias", "F8_E5M2", 1, 64);
        assertThatThrownBy(() -> logits(weights)).hasMessage(folder.resolve("model.safetensors")
                + " must hold F32, F16, BF16, I64 or I32 values, got F8_E5M2 in"
                + " transformer.ln_f.bias");
    }

    @Test
    @DisplayName("beside a tensor that only looks like a buffer are refused")
    void noBuffer() throws IOException {
        EditedWeights weights = copy("gpt2-tiny").plus("transformer.h.0.attn.bias2", "F32", 4, 1);
        assertThatThrownBy(() -> logits(weights)).hasMessageEndingWith(
                "with unknown [transformer.h.0.attn.bias2]");
    }

    @Test
    @DisplayName("with a tensor missing, unknown or of another shape are refused by its name")
    void wrongTensors() throws IOException {
        copy("gpt2-tiny").write(folder.resolve("model.safetensors"));
        Map<String, Tensor> tensors;
        try (Safetensors file = Safetensors.open(folder.resolve("model.safetensors"))) {
            tensors = file.tensors();
        }
        Path weights = folder.resolve("model.safetensors");
        Tensor norm = tensors.remove("transformer.ln_f.bias");
        tensors.put("transformer.extra", norm);
        Safetensors.write(weights, tensors, Map.of());
        assertThatThrownBy(() -> PretrainedModel.load(folder)).hasMessageEndingWith(
                "without [transformer.ln_f.bias] and with unknown [transformer.extra]");
        Safetensors.write(weights, Map.of("other", norm), Map.of());
        assertThatThrownBy(() -> PretrainedModel.load(folder)).hasMessageEndingWith("without "
                + "[h.0.attn.c_attn.bias, h.0.attn.c_attn.weight, h.0.attn.c_proj.bias] and 25 "
                + "more and with unknown [other]");
        tensors.remove("transformer.extra");
        tensors.put("transformer.ln_f.bias", Tensor.zeros(63));
        Safetensors.write(weights, tensors, Map.of());
        assertThatThrownBy(() -> PretrainedModel.load(folder)).hasMessageEndingWith(
                "must hold transformer.ln_f.bias as [64], got [63]");
    }
}
