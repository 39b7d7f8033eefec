package llm.pretrain.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import llm.model.DecoderModel;
import llm.model.ModelSize;
import llm.model.decode.Generation;
import llm.pretrain.Fixtures;
import llm.tensor.Autograd;
import llm.tensor.CrossEntropy;
import llm.tensor.IntTensor;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.file.Safetensors;
import llm.tensor.optim.GradientClip;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// Models as transformers saved them: the same numbers here and there. Tolerances: logits and
/// hidden states 10⁻⁴, losses 2·10⁻⁵, gradients 10⁻⁵ + 10⁻³ relative, ids exact.
@DisplayName("A model agrees with transformers:")
@ParameterizedClass(name = "{0}")
@ValueSource(strings = {"gpt2-tiny", "llama-tiny", "llama3-tiny", "qwen3-tiny", "qwen3moe-tiny",
        "gemma3-tiny", "llama-bias-tiny", "smollm2-tiny", "qwen2-tiny", "mistral-tiny",
        "mixtral-tiny", "phi3-tiny", "phi3-long-tiny", "olmo2-tiny", "olmo3-tiny",
        "qwen2-window-tiny",
        "qwen3-bias-tiny"})
class ModelParityTest {
    @Parameter
    private String name;
    private Path folder;
    private DecoderModel model;
    private JsonNode expected;

    @BeforeEach
    void load() throws IOException {
        folder = Fixtures.folder(name);
        model = PretrainedModel.load(folder).model();
        expected = Fixtures.json(folder.resolve("io.json"));
    }

    @Test
    @DisplayName("number of parameters, also when counted from the configuration")
    void parameters() {
        long want = expected.get("num_parameters").asLong();
        assertThat(model.parameterCount()).isEqualTo(want);
        assertThat(ModelSize.of(model.config()).parameters()).isEqualTo(want);
    }

    @Test
    @DisplayName("logits and the vectors after each layer")
    void logits() throws IOException {
        try (Safetensors io = Safetensors.open(folder.resolve("io.safetensors"))) {
            IntTensor ids = io.ints("input_ids");
            Tensor logits = Autograd.noGrad(() -> model.forward(ids));
            Fixtures.assertClose("logits", logits, io.tensor("logits"), 1e-4, 1e-4);
            int layers = model.config().layers();
            for (int i = 0; i <= layers; i++) {
                int count = i;
                Tensor vectors = Autograd.noGrad(() -> count == layers ? model.hidden(ids)
                        : model.afterBlocks(ids, count));
                Fixtures.assertClose("hidden." + i, vectors.slice(0, 0, 1)
                        .reshape(ids.size(1), model.config().embDim()),
                        io.tensor("hidden." + i), 1e-4, 1e-4);
            }
        }
    }

    @Test
    @DisplayName("losses, gradients and their norm")
    void gradients() throws IOException {
        try (Safetensors io = Safetensors.open(folder.resolve("io.safetensors"))) {
            IntTensor ids = io.ints("input_ids");
            IntTensor labels = io.ints("labels");
            double all = Autograd.noGrad(() -> model.loss(ids, shifted(ids))).item();
            assertThat(all).isCloseTo(expected.get("loss_all").asDouble(), within(2e-5));

            Tensor loss = model.loss(ids, shifted(labels));
            loss.backward();
            assertThat((double) loss.item())
                    .isCloseTo(expected.get("loss_labels").asDouble(), within(2e-5));
            double norm = expected.get("grad_norm_all_params").asDouble();
            assertThat(GradientClip.globalNorm(model.parameters()))
                    .isCloseTo(norm, within(1e-3 * norm));
            Map<String, Tensor> gradients = WeightFile.export(model, Tensor::grad);
            io.names().stream().filter(n -> n.startsWith("grad.")).forEach(name ->
                    Fixtures.assertClose(name, gradients.get(name.substring(5)), io.tensor(name),
                            1e-5, 1e-3));
        }
    }

    /// Position `t` predicts label `t + 1`; the last one predicts nothing.
    private static IntTensor shifted(IntTensor labels) {
        int tokens = labels.size(1);
        int[] targets = new int[labels.count()];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = (i + 1) % tokens == 0 ? CrossEntropy.IGNORED : labels.values()[i + 1];
        }
        return IntTensor.of(targets, labels.size(0), tokens);
    }

    @Test
    @DisplayName("greedy continuations with the KV cache")
    void greedy() {
        for (JsonNode run : expected.get("greedy")) {
            int[] ids = Generation.greedy(model, 20)
                    .generate(Fixtures.ints(run.get("prompt")), new RandomState(0));
            assertThat(ids).isEqualTo(Fixtures.ints(run.get("continuation")));
        }
    }

    @Test
    @DisplayName("a configuration in transformers 4 spelling is the same")
    void olderSpelling() throws IOException {
        assertThat(ConfigJson.read(folder.resolve("config_v4.json")))
                .isEqualTo(ConfigJson.read(folder.resolve("config.json")));
    }
}
