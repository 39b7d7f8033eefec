package llm.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import llm.model.GptConfig;
import llm.model.GptModel;
import llm.tensor.Autograd;
import llm.tensor.IntTensor;
import llm.tensor.Tensor;
import llm.tensor.file.Safetensors;
import llm.text.BpeTokenizer;
import llm.text.BpeTrainer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A model folder")
class ModelFolderTest {
    private static final Path FIXTURE = Fixtures.folder("gpt2-tiny");
    private static final IntTensor IDS = IntTensor.of(new int[] {5, 17, 300, 2}, 1, 4);
    @TempDir
    private Path folder;

    @BeforeEach
    void copyFixture() throws IOException {
        for (String name : new String[] {"config.json", "model.safetensors",
                "generation_config.json"}) {
            Files.copy(FIXTURE.resolve(name), folder.resolve(name));
        }
    }

    private static float[] logits(GptModel model) {
        return Autograd.noGrad(() -> model.forward(IDS)).toArray();
    }

    @Test
    @DisplayName("saved and loaded is the same model, byte for byte")
    void roundTrip() throws IOException {
        ModelFolder loaded = ModelFolder.load(folder);
        Path copy = folder.resolve("copy");
        loaded.save(copy, "# A copy\n");
        ModelFolder again = ModelFolder.load(copy);
        assertThat(logits(again.model())).isEqualTo(logits(loaded.model()));
        assertThat(again.model().config()).isEqualTo(loaded.model().config());
        assertThat(again.stopTokens()).isEqualTo(loaded.stopTokens()).isEqualTo(Set.of(0));
        again.save(folder.resolve("third"), "# A copy\n");
        assertThat(folder.resolve("third/model.safetensors"))
                .hasSameBinaryContentAs(copy.resolve("model.safetensors"));
        assertThat(copy.resolve("README.md")).hasContent("# A copy\n");
    }

    @Test
    @DisplayName("has the layout that transformers writes")
    void layout() throws IOException {
        ModelFolder.load(folder).save(folder.resolve("copy"), "");
        try (Safetensors ours = Safetensors.open(folder.resolve("copy/model.safetensors"));
             Safetensors theirs = Safetensors.open(FIXTURE.resolve("model.safetensors"))) {
            assertThat(ours.names()).containsExactlyInAnyOrderElementsOf(theirs.names());
            assertThat(ours.metadata()).isEqualTo(theirs.metadata());
            for (String name : theirs.names()) {
                assertThat(ours.shape(name)).as(name).isEqualTo(theirs.shape(name));
                assertThat(ours.type(name)).as(name).isEqualTo(theirs.type(name));
                assertThat(ours.tensor(name).toArray()).as(name)
                        .isEqualTo(theirs.tensor(name).toArray());
            }
        }
    }

    @Test
    @DisplayName("keeps its tokenizer, an untied head and missing q/k/v biases")
    void variants() throws IOException {
        BpeTokenizer tokenizer = BpeTrainer.ofSize(300).train(java.util.List.of("low lower lowest"));
        GptModel model = new GptModel(GptConfig.of(tokenizer.vocabSize(), 8, 12, 3, 1)
                .withUntiedHead().withoutQkvBias(), 4);
        ModelFolder.of(model, tokenizer).save(folder.resolve("new"), "");
        ModelFolder loaded = ModelFolder.load(folder.resolve("new"));
        IntTensor ids = IntTensor.of(new int[] {1, 2, 3}, 1, 3);
        assertThat(loaded.model().forward(ids).toArray()).isEqualTo(model.forward(ids).toArray());
        assertThat(loaded.tokenizer().orElseThrow().encode("lower low"))
                .isEqualTo(tokenizer.encode("lower low"));
        assertThat(loaded.stopTokens()).containsExactly(tokenizer.endOfText().orElseThrow());
    }

    @Test
    @DisplayName("of the first publication, without a prefix and with mask buffers, loads too")
    void originalNames() throws IOException {
        float[] before = logits(ModelFolder.load(folder).model());
        Map<String, Tensor> renamed = new LinkedHashMap<>();
        try (Safetensors file = Safetensors.open(FIXTURE.resolve("model.safetensors"))) {
            file.tensors().forEach((name, values) ->
                    renamed.put(name.substring("transformer.".length()), values));
        }
        renamed.put("h.0.attn.bias", Tensor.ones(1, 1, 4, 4));
        Safetensors.write(folder.resolve("model.safetensors"), renamed, Map.of());
        assertThat(logits(ModelFolder.load(folder).model())).isEqualTo(before);
    }

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(delimiter = '|', value = {
        "\"gelu_new\" | \"gelu\" | must have activation_function=gelu_new or gelu_pytorch_tanh",
        "\"model_type\": \"gpt2\" | \"model_type\": \"opt\" | must have model_type=gpt2",
        "\"scale_attn_by_inverse_layer_idx\": false | \"scale_attn_by_inverse_layer_idx\": true"
                + " | must have scale_attn_by_inverse_layer_idx=false",
        "\"add_cross_attention\": false | \"add_cross_attention\": true"
                + " | must have add_cross_attention=false",
        "\"use_cache\": true | \"attention_softcap\": 30"
                + " | must have only fields that are supported for GPT-2, got attention_softcap",
        "\"n_layer\": 3 | \"n_layer\": 0 | must have a whole number of 1 or more as n_layer, got 0",
        "{ | [ | must be JSON"})
    @DisplayName("with a configuration that is not supported is refused by the field's name:")
    void configuration(String old, String replacement, String message) throws IOException {
        Path config = folder.resolve("config.json");
        String text = Files.readString(config);
        String changed = text.replace(old.strip().replaceAll("n_layer\": \\d", "n_layer\": "
                + Fixtures.json(config).get("n_layer").asInt()), replacement.strip());
        assertThat(changed).isNotEqualTo(text);
        Files.writeString(config, changed);
        assertThatThrownBy(() -> ModelFolder.load(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message.strip());
    }

    @Test
    @DisplayName("that is not whole is refused in one sentence")
    void broken() throws IOException {
        Path weights = folder.resolve("model.safetensors");
        byte[] whole = Files.readAllBytes(weights);
        Files.write(weights, java.util.Arrays.copyOf(whole, whole.length - 100));
        assertThatThrownBy(() -> ModelFolder.load(folder))
                .hasMessageContaining("it is truncated");
        byte[] corrupt = whole.clone();
        corrupt[9] = '#';
        Files.write(weights, corrupt);
        assertThatThrownBy(() -> ModelFolder.load(folder))
                .hasMessageContaining("must have a header in JSON");
        Files.delete(weights);
        assertThatThrownBy(() -> ModelFolder.load(folder)).hasMessage(
                "a model folder must hold model.safetensors, got none in " + folder);
        Files.writeString(folder.resolve("pytorch_model.bin"), "");
        assertThatThrownBy(() -> ModelFolder.load(folder))
                .hasMessageContaining("save_pretrained");
        assertThatThrownBy(() -> ModelFolder.load(folder.resolve("nowhere")))
                .hasMessageEndingWith("which does not exist");
    }

    @Test
    @DisplayName("with a tensor missing, unknown or of another shape names it")
    void wrongTensors() throws IOException {
        Map<String, Tensor> tensors;
        try (Safetensors file = Safetensors.open(FIXTURE.resolve("model.safetensors"))) {
            tensors = file.tensors();
        }
        Path weights = folder.resolve("model.safetensors");
        Tensor norm = tensors.remove("transformer.ln_f.bias");
        tensors.put("transformer.extra", norm);
        Safetensors.write(weights, tensors, Map.of());
        assertThatThrownBy(() -> ModelFolder.load(folder)).hasMessageEndingWith(
                "without [transformer.ln_f.bias] and with unknown [transformer.extra]");
        tensors.remove("transformer.extra");
        tensors.put("transformer.ln_f.bias", Tensor.zeros(63));
        Safetensors.write(weights, tensors, Map.of());
        assertThatThrownBy(() -> ModelFolder.load(folder)).hasMessageEndingWith(
                "must hold transformer.ln_f.bias as [64], got [63]");
    }

    @Test
    @DisplayName("without a tokenizer says so by having none")
    void noTokenizer() throws IOException {
        assertThat(ModelFolder.load(folder).tokenizer()).isEqualTo(Optional.empty());
    }
}
