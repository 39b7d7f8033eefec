package llm.pretrain.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import llm.model.DecoderModel;
import llm.model.GptConfig;
import llm.pretrain.Fixtures;
import llm.tensor.Autograd;
import llm.tensor.IntTensor;
import llm.tensor.Tensor;
import llm.tensor.backend.DType;
import llm.tensor.file.Safetensors;
import llm.text.bpe.BpeTokenizer;
import llm.text.bpe.BpeTrainer;
import llm.text.files.Tokenizers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A model folder")
class PretrainedModelTest {
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

    private static float[] logits(DecoderModel model) {
        return Autograd.noGrad(() -> model.forward(IDS)).toArray();
    }

    @Test
    @DisplayName("saved and loaded is the same model, byte for byte")
    void roundTrip() throws IOException {
        PretrainedModel loaded = PretrainedModel.load(folder);
        Path copy = folder.resolve("copy");
        loaded.save(copy, "# A copy\n");
        PretrainedModel again = PretrainedModel.load(copy);
        assertThat(logits(again.model())).isEqualTo(logits(loaded.model()));
        assertThat(again.model().config()).isEqualTo(loaded.model().config());
        assertThat(again.stopTokens()).isEqualTo(loaded.stopTokens()).isEqualTo(Set.of(0));
        again.save(folder.resolve("third"), "# A copy\n");
        assertThat(folder.resolve("third/model.safetensors"))
                .hasSameBinaryContentAs(copy.resolve("model.safetensors"));
        assertThat(copy.resolve("README.md")).hasContent("# A copy\n");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"gpt2-tiny", "llama-tiny", "llama3-tiny", "qwen3-tiny", "qwen3moe-tiny",
        "gemma3-tiny", "llama-bias-tiny", "smollm2-tiny", "qwen2-tiny", "mistral-tiny",
        "mixtral-tiny", "phi3-tiny", "phi3-long-tiny", "olmo2-tiny", "olmo3-tiny",
        "qwen2-window-tiny",
        "qwen3-bias-tiny"})
    @DisplayName("has the layout that transformers writes:")
    void layout(String name) throws IOException {
        Path fixture = Fixtures.folder(name);
        PretrainedModel.load(fixture).save(folder.resolve("copy"), "");
        assertSameTensors(fixture);
        assertSameFields(Fixtures.json(folder.resolve("copy/config.json")),
                Fixtures.json(fixture.resolve("config.json")));
        assertThat(ConfigJson.read(folder.resolve("copy/config.json")))
                .isEqualTo(ConfigJson.read(fixture.resolve("config.json")));
        assertThat(ConfigJson.ends(folder.resolve("copy/config.json")))
                .isEqualTo(ConfigJson.ends(fixture.resolve("config.json")));
    }

    private static void assertSameFields(JsonNode ours, JsonNode theirs) {
        assertThat(theirs.propertyStream().map(Map.Entry::getKey)
                .filter(name -> !ours.has(name))).containsExactlyInAnyOrderElementsOf(
                        leftOut(theirs));
        theirs.properties().stream().filter(field -> ours.has(field.getKey())).forEach(field ->
                assertThat(same(ours.get(field.getKey()), field.getValue()))
                        .as("%s: %s", field, ours.get(field.getKey())).isTrue());
    }

    /// Fields that change nothing in the model, or say what a reader takes for granted.
    private static Set<String> leftOut(JsonNode config) {
        Set<String> names = new HashSet<>(Set.of("transformers_version", "use_cache"));
        names.addAll(switch (config.get("model_type").asText()) {
            case "gpt2" -> Set.of("pad_token_id", "add_cross_attention", "reorder_and_upcast_attn",
                    "scale_attn_by_inverse_layer_idx", "scale_attn_weights", "summary_activation",
                    "summary_first_dropout", "summary_proj_to_labels", "summary_type",
                    "summary_use_proj");
            case "llama" -> Set.of("pad_token_id", "pretraining_tp");
            case "qwen2" -> config.get("use_sliding_window").asBoolean() ? Set.of()
                    : Set.of("max_window_layers");
            case "qwen3" -> Set.of("pad_token_id", "max_window_layers");
            case "qwen3_moe" -> Set.of("pad_token_id", "output_router_logits",
                    "router_aux_loss_coef", "num_local_experts"); // num_experts in older versions
            case "gemma3_text" -> Set.of("pad_token_id", "_sliding_window_pattern");
            case "mixtral" -> Set.of("output_router_logits", "router_aux_loss_coef",
                    "router_jitter_noise");
            case "phi3" -> config.at("/rope_parameters/rope_type").asText().equals("longrope")
                    ? Set.of("embd_pdrop", "resid_pdrop")
                    : Set.of("embd_pdrop", "resid_pdrop", "original_max_position_embeddings");
            default -> Set.<String>of();
        });
        return names;
    }

    /// Whether two values are the same, whole numbers within others with or without a fraction; a
    /// field that transformers writes as a whole number must be one for it to read it.
    private static boolean same(JsonNode ours, JsonNode theirs) {
        return theirs.isIntegralNumber() == ours.isIntegralNumber()
                && ours.equals((x, y) -> x.isNumber() && y.isNumber()
                ? Double.compare(x.asDouble(), y.asDouble()) : x.equals(y) ? 0 : 1, theirs);
    }

    private void assertSameTensors(Path fixture) throws IOException {
        try (Safetensors ours = Safetensors.open(folder.resolve("copy/model.safetensors"));
             Safetensors theirs = Safetensors.open(fixture.resolve("model.safetensors"))) {
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
        BpeTokenizer tokenizer = BpeTrainer.ofSize(300).train(List.of("low lower lowest"));
        DecoderModel model = new DecoderModel(GptConfig.of(tokenizer.vocabSize(), 8, 12, 3, 1)
                .withUntiedHead().withoutQkvBias(), 4);
        PretrainedModel.of(model, tokenizer).save(folder.resolve("new"), "");
        PretrainedModel loaded = PretrainedModel.load(folder.resolve("new"));
        IntTensor ids = IntTensor.of(new int[] {1, 2, 3}, 1, 3);
        assertThat(loaded.model().forward(ids).toArray()).isEqualTo(model.forward(ids).toArray());
        assertThat(loaded.tokenizer().orElseThrow().encode("lower low"))
                .isEqualTo(tokenizer.encode("lower low"));
        assertThat(loaded.stopTokens()).containsExactly(tokenizer.endOfText().orElseThrow());
    }

    @Test
    @DisplayName("of the first publication, without a prefix and with mask buffers, loads too")
    void originalNames() throws IOException {
        float[] before = logits(PretrainedModel.load(folder).model());
        Map<String, Tensor> renamed = new LinkedHashMap<>();
        try (Safetensors file = Safetensors.open(FIXTURE.resolve("model.safetensors"))) {
            file.tensors().forEach((name, values) ->
                    renamed.put(name.substring("transformer.".length()), values));
        }
        renamed.put("h.0.attn.bias", Tensor.ones(1, 1, 4, 4));
        Safetensors.write(folder.resolve("model.safetensors"), renamed, Map.of());
        assertThat(logits(PretrainedModel.load(folder).model())).isEqualTo(before);
    }

    @Test
    @DisplayName("keeps every end token, whichever way its files name them")
    void endTokens() throws IOException {
        DecoderModel model = PretrainedModel.load(folder).model();
        for (Set<Integer> ids : List.of(Set.<Integer>of(), Set.of(7), Set.of(300, 5, 41))) {
            Path copy = folder.resolve("copy" + ids.size());
            new PretrainedModel(model, Optional.empty(),
                    new StopTokens(OptionalInt.empty(), ids)).save(copy, "");
            assertThat(PretrainedModel.load(copy).stopTokens()).isEqualTo(ids);
            assertThat(Fixtures.json(copy.resolve("config.json")).has("eos_token_id")).isTrue();
            Files.delete(copy.resolve("generation_config.json"));    // then config.json counts
            assertThat(PretrainedModel.load(copy).stopTokens()).isEqualTo(ids);
        }
        assertThat(folder.resolve("copy3/config.json")).content()
                .contains("\"eos_token_id\" : [ 5, 41, 300 ]");
    }

    @Test
    @DisplayName("stays as it was when a new model cannot be written whole")
    void interrupted() throws IOException {
        float[] before = logits(PretrainedModel.load(folder).model());
        DecoderModel other = new DecoderModel(GptConfig.of(9, 4, 8, 2, 1), 1);
        PretrainedModel unwritable = new PretrainedModel(other, Optional.empty(), StopTokens.of(3));
        String card = "\ud800";                              // half a character cannot be written
        assertThatThrownBy(() -> unwritable.save(folder, card)).isInstanceOf(IOException.class);
        assertThat(logits(PretrainedModel.load(folder).model())).isEqualTo(before);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(3);
        }
    }

    @Test
    @DisplayName("that is not whole is refused in one sentence")
    void broken() throws IOException {
        Path weights = folder.resolve("model.safetensors");
        byte[] whole = Files.readAllBytes(weights);
        Files.write(weights, java.util.Arrays.copyOf(whole, whole.length - 100));
        assertThatThrownBy(() -> PretrainedModel.load(folder))
                .hasMessageContaining("it is truncated");
        byte[] corrupt = whole.clone();
        corrupt[9] = '#';
        Files.write(weights, corrupt);
        assertThatThrownBy(() -> PretrainedModel.load(folder))
                .hasMessageContaining("must have a header in JSON");
        Files.delete(weights);
        assertThatThrownBy(() -> PretrainedModel.load(folder)).hasMessage(
                "a model folder must hold model.safetensors, got none in " + folder);
        Files.writeString(folder.resolve("pytorch_model.bin"), "");
        assertThatThrownBy(() -> PretrainedModel.load(folder))
                .hasMessageContaining("save_pretrained");
        assertThatThrownBy(() -> PretrainedModel.load(folder.resolve("nowhere")))
                .hasMessageEndingWith("which does not exist");
    }

    @Test
    @DisplayName("in several files is the model in one")
    void sharded() throws IOException {
        float[] before = logits(PretrainedModel.load(folder).model());
        Path whole = folder.resolve("model.safetensors");
        ObjectNode index = JsonNodeFactory.instance.objectNode();
        ObjectNode map = index.putObject("weight_map");
        try (Safetensors file = Safetensors.open(whole)) {
            Map<String, Tensor> first = new LinkedHashMap<>();
            Map<String, Tensor> second = new LinkedHashMap<>();
            for (String name : file.names()) {
                boolean one = map.size() % 2 == 0;
                (one ? first : second).put(name, file.tensor(name));
                map.put(name, one ? "model-1.safetensors" : "model-2.safetensors");
            }
            Safetensors.write(folder.resolve("model-1.safetensors"), first, Map.of());
            Safetensors.write(folder.resolve("model-2.safetensors"), second, Map.of());
        }
        Files.delete(whole);
        Path indexFile = folder.resolve("model.safetensors.index.json");
        Files.writeString(indexFile, index.toString());
        assertThat(logits(PretrainedModel.load(folder).model())).isEqualTo(before);

        Files.delete(folder.resolve("model-2.safetensors"));
        assertThatThrownBy(() -> PretrainedModel.load(folder)).hasMessageStartingWith(
                indexFile + " must name a file beside it for ").hasMessageEndingWith(
                "got \"model-2.safetensors\"");
        Files.writeString(indexFile, "{}");
        assertThatThrownBy(() -> PretrainedModel.load(folder))
                .hasMessage(indexFile + " must have an object weight_map, got MISSING");
    }

    @Test
    @DisplayName("keeps its chat template, and leaves none of another model beside it")
    void chatTemplate() throws IOException {
        Files.writeString(folder.resolve("tokenizer_config.json"),
                "{\"chat_template\": \"{{ messages }}\\n\"}");
        PretrainedModel loaded = PretrainedModel.load(folder);
        assertThat(loaded.chatTemplate()).hasValue("{{ messages }}\n");
        Path copy = folder.resolve("copy");
        loaded.save(copy, "");
        assertThat(copy.resolve("chat_template.jinja")).hasContent("{{ messages }}\n");
        assertThat(PretrainedModel.load(copy).chatTemplate()).isEqualTo(loaded.chatTemplate());
        assertThat(ModelOutline.read(copy, LoadOptions.of(DType.F32)).chatTemplate())
                .isEqualTo(loaded.chatTemplate());
        loaded.withoutChatTemplate().save(copy, "");
        assertThat(copy.resolve("chat_template.jinja")).doesNotExist();
        assertThat(PretrainedModel.load(copy).chatTemplate()).isEmpty();
    }

    @Test
    @DisplayName("whose tokenizer has more tokens than the model is refused with both sizes")
    void tokenizerTooLarge() throws IOException {
        BpeTokenizer tokenizer = BpeTrainer.ofSize(300).train(List.of("low lower lowest"));
        Tokenizers.save(tokenizer, folder);
        assertThat(PretrainedModel.load(folder).tokenizer()).isPresent();      // 512 ids in the model
        DecoderModel small = new DecoderModel(GptConfig.of(256, 8, 12, 3, 1), 4);
        new PretrainedModel(small, Optional.empty(), StopTokens.NONE).save(folder, "");
        assertThatThrownBy(() -> PretrainedModel.load(folder)).hasMessage(folder + ": a tokenizer "
                + "must have at most as many tokens as the model's vocabulary, vocabSize=256, got "
                + tokenizer.vocabSize());
    }

    @Test
    @DisplayName("without a tokenizer says so by having none")
    void noTokenizer() throws IOException {
        assertThat(PretrainedModel.load(folder).tokenizer()).isEqualTo(Optional.empty());
    }
}
