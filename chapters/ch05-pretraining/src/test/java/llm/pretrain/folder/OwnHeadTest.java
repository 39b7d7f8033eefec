package llm.pretrain.folder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import llm.model.DecoderModel;
import llm.pretrain.Fixtures;
import llm.tensor.Autograd;
import llm.tensor.IntTensor;
import llm.tensor.Tensor;
import llm.tensor.backend.DType;
import llm.tensor.file.Safetensors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The oracle is the same file under a configuration that says of the head what is true of it.
@DisplayName("A head among the weights, though tie_word_embeddings is true,")
class OwnHeadTest {
    private static final IntTensor IDS = IntTensor.of(new int[] {5, 17, 100, 2}, 1, 4);
    @TempDir
    private Path folder;
    private final List<String> notices = new ArrayList<>();

    private static float[] logits(DecoderModel model) {
        return Autograd.noGrad(() -> model.forward(IDS)).toArray();
    }

    private PretrainedModel load(Path path) throws IOException {
        return PretrainedModel.load(path, new LoadOptions(DType.F32, Set.of(), notices::add));
    }

    /// A fixture whose head is what `change` makes of its embedding.
    private void write(String fixture, boolean tied, UnaryOperator<byte[]> change)
            throws IOException {
        ObjectNode json = (ObjectNode) Fixtures.json(
                Fixtures.folder(fixture).resolve("config.json"));
        Files.writeString(folder.resolve("config.json"),
                json.put("tie_word_embeddings", tied).toString());
        new EditedWeights(Fixtures.folder(fixture).resolve("model.safetensors"))
                .copied(fixture.startsWith("gpt2") ? "transformer.wte.weight"
                        : "model.embed_tokens.weight", "lm_head.weight", change)
                .write(folder.resolve("model.safetensors"));
    }

    /// Turns the signs of the first row.
    private static byte[] otherSigns(byte[] values) {
        for (int i = 3; i < 4 * 32; i += 4) {
            values[i] ^= (byte) 0x80;
        }
        return values;
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"gpt2-tiny", "llama3-tiny", "qwen3-tiny", "gemma3-tiny"})
    @DisplayName("is used where it differs from the embedding, and a line says so:")
    void used(String fixture) throws IOException {
        write(fixture, false, OwnHeadTest::otherSigns);
        float[] want = logits(load(folder).model());
        assertThat(notices).isEmpty();
        write(fixture, true, OwnHeadTest::otherSigns);
        PretrainedModel loaded = load(folder);
        assertThat(logits(loaded.model())).isEqualTo(want);
        assertThat(notices).containsExactly(folder + ": used the head that its weights hold, "
                + "though tie_word_embeddings is true, since it differs from the embedding");
        loaded.save(folder.resolve("copy"), "");
        assertThat(logits(load(folder.resolve("copy")).model())).isEqualTo(want);
        assertThat(notices).hasSize(1);                      // the copy says that it is not tied
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"gpt2-tiny", "llama3-tiny", "gemma3-tiny"})
    @DisplayName("is the embedding where it holds the same, and no line is needed:")
    void same(String fixture) throws IOException {
        write(fixture, true, UnaryOperator.identity());
        DecoderModel model = load(folder).model();
        assertThat(model.config().tiedHead()).isTrue();
        assertThat(notices).isEmpty();
        write(fixture, false, UnaryOperator.identity());
        assertThat(logits(model)).isEqualTo(logits(load(folder).model()));
    }

    @ParameterizedTest(name = "differs by {0}")
    @ValueSource(floats = {0, 1e-3f})
    @DisplayName("may lie in a file of its own:")
    void sharded(float difference) throws IOException {
        write("gpt2-tiny", true, UnaryOperator.identity());
        Path whole = folder.resolve("model.safetensors");
        ObjectNode index = JsonNodeFactory.instance.objectNode();
        ObjectNode map = index.putObject("weight_map");
        try (Safetensors file = Safetensors.open(whole)) {
            Map<String, Tensor> all = file.tensors();
            Tensor head = all.remove("lm_head.weight");
            all.keySet().forEach(name -> map.put(name, "model-1.safetensors"));
            map.put("lm_head.weight", "model-2.safetensors");
            Safetensors.write(folder.resolve("model-1.safetensors"), all, Map.of());
            Safetensors.write(folder.resolve("model-2.safetensors"),
                    Map.of("lm_head.weight", head.add(difference)), Map.of());
        }
        Files.delete(whole);
        Files.writeString(folder.resolve("model.safetensors.index.json"), index.toString());
        assertThat(load(folder).model().config().tiedHead()).isEqualTo(difference == 0);
    }
}
