package llm.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import llm.model.DecoderModel;
import llm.pretrain.folder.PretrainedModel;
import llm.pretrain.folder.StopTokens;
import llm.tensor.Autograd;
import llm.tensor.IntTensor;
import llm.tensor.Tensor;
import llm.tensor.file.Safetensors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// Adapters as peft 0.21 saved them: the same numbers here and there. Tolerances: logits 10⁻⁴,
/// losses 2·10⁻⁵, gradients 10⁻⁵ + 10⁻³ relative, sizes of changes 10⁻⁴ relative, counts exact.
@DisplayName("An adapter agrees with peft:")
@ParameterizedClass(name = "{0}")
@ValueSource(strings = {"gpt2-head", "gpt2-qkv-mlp", "gpt2-rslora", "llama-patterns", "llama-qv",
        "llama-regex"})
class PeftAdapterTest {
    @Parameter
    private String name;
    @TempDir
    private Path written;
    private Path folder;
    private DecoderModel model;

    @BeforeEach
    void load() throws IOException {
        folder = Fixtures.folder("peft/" + name);
        model = Fixtures.model(Fixtures.base(name));
    }

    private Tensor logits(DecoderModel of, Safetensors io) {
        return Autograd.noGrad(() -> of.forward(io.ints("input_ids")));
    }

    @Test
    @DisplayName("logits without it, with it, merged, and taken out again")
    void logits() throws IOException {
        try (Safetensors io = Safetensors.open(folder.resolve("io.safetensors"))) {
            Fixtures.assertLogits(logits(model, io), io, "logits.base");
            Lora lora = PeftAdapter.load(folder, model).lora();
            assertThat(model.training()).isFalse();
            Fixtures.assertLogits(logits(model, io), io, "logits.adapter");
            lora.merge();
            assertThat(model.linears().values()).allMatch(layer -> layer.adapter().isEmpty());
            Fixtures.assertLogits(logits(model, io), io, "logits.merged");
            lora.unmerge();
            Fixtures.assertLogits(logits(model, io), io, "logits.adapter");
        }
    }

    @Test
    @DisplayName("logits of the merged model, saved as an ordinary one and loaded again")
    void mergedAndSaved() throws IOException {
        PeftAdapter.load(folder, model).lora().merge();
        new PretrainedModel(model, Optional.empty(), StopTokens.NONE).save(written, "card");
        try (Safetensors io = Safetensors.open(folder.resolve("io.safetensors"))) {
            Tensor logits = logits(PretrainedModel.load(written).model(), io);
            Fixtures.assertLogits(logits, io, "logits.merged");
        }
    }

    @Test
    @DisplayName("loss, and gradients of A and B and of nothing else")
    void gradients() throws IOException {
        PeftAdapter adapter = PeftAdapter.load(folder, model);
        try (Safetensors io = Safetensors.open(folder.resolve("io.safetensors"))) {
            IntTensor ids = io.ints("input_ids");
            Tensor loss = model.loss(ids, Fixtures.targets(ids));
            loss.backward();
            assertThat((double) loss.item()).isCloseTo(
                    Fixtures.json(folder.resolve("io.json")).get("loss").asDouble(),
                    within(Fixtures.LOSS));
            Map<String, Tensor> gradients = adapter.tensors(Tensor::grad);
            assertThat(io.names().stream().filter(key -> key.startsWith("grad.")).toList())
                    .hasSameSizeAs(gradients.keySet());
            gradients.forEach((key, gradient) -> Fixtures.assertClose(key, gradient,
                    io.tensor("grad." + key), 1e-5, 1e-3));
            assertThat(model.namedParameters()).allSatisfy((path, parameter) ->
                    assertThat(parameter.hasGrad()).as(path).isEqualTo(path.contains(".lora.")));
        }
    }

    @Test
    @DisplayName("ranks, alphas, scales, sizes of changes and numbers of parameters")
    void sizes() throws IOException {
        JsonNode expected = Fixtures.json(folder.resolve("io.json"));
        Lora lora = PeftAdapter.load(folder, model).lora();
        long adapters = expected.get("trainable_parameters").asLong();
        assertThat(lora.parameterCount()).isEqualTo(adapters);
        assertThat(model.trainableParameters().values().stream().mapToLong(Tensor::elements).sum())
                .isEqualTo(adapters);
        assertThat(lora.modules()).extracting(LoraModule::name).containsExactlyInAnyOrderElementsOf(
                expected.get("modules").propertyStream().map(Map.Entry::getKey).toList());
        for (LoraModule module : lora.modules()) {
            JsonNode want = expected.get("modules").get(module.name());
            assertThat(module.size().rank()).isEqualTo(want.get("r").asInt());
            assertThat(module.size().alpha()).isEqualTo(want.get("alpha").asDouble());
            assertThat(module.size().scale()).isEqualTo(want.get("scale").asDouble());
            double squares = module.adapters().stream()
                    .mapToDouble(layer -> layer.change().square().sum().item()).sum();
            double norm = want.get("delta_l2").asDouble();
            assertThat(Math.sqrt(squares)).isCloseTo(norm, within(1e-4 * norm));
        }
    }

    @Test
    @DisplayName("written and read again, it is the same to the bit")
    void roundTrip() throws IOException {
        PeftAdapter adapter = PeftAdapter.load(folder, model);
        adapter.save(written);
        DecoderModel other = Fixtures.model(Fixtures.base(name));
        PeftAdapter again = PeftAdapter.load(written, other);
        Map<String, Tensor> tensors = again.tensors(x -> x);
        assertThat(tensors.keySet()).isEqualTo(adapter.tensors(x -> x).keySet());
        adapter.tensors(x -> x).forEach((key, tensor) -> assertThat(tensors.get(key).toArray())
                .as(key).containsExactly(tensor.toArray()));
        try (Safetensors io = Safetensors.open(folder.resolve("io.safetensors"))) {
            assertThat(logits(other, io).toArray()).containsExactly(logits(model, io).toArray());
        }
        assertThat(again.base()).isEqualTo("../../" + Fixtures.base(name));
        assertThat(again.task()).isEqualTo("CAUSAL_LM");
    }

    @Test
    @DisplayName("written, it has the fields and tensors that peft reads")
    void files() throws IOException {
        PeftAdapter.load(folder, model).save(written);
        JsonNode theirs = Fixtures.json(folder.resolve("adapter_config.json"));
        JsonNode ours = Fixtures.json(written.resolve("adapter_config.json"));
        for (String field : new String[] {"peft_type", "task_type", "base_model_name_or_path", "r",
            "lora_alpha", "bias", "use_rslora", "modules_to_save"}) {
            assertThat(ours.get(field)).as(field).isEqualTo(theirs.get(field));
        }
        assertThat(ours.get("lora_dropout").asDouble())
                .isEqualTo(theirs.get("lora_dropout").asDouble());
        assertThat(ours.get("fan_in_fan_out").asBoolean()).isEqualTo(name.startsWith("gpt2"));
        try (Safetensors file = Safetensors.open(written.resolve("adapter_model.safetensors"));
             Safetensors want = Safetensors.open(folder.resolve("adapter_model.safetensors"))) {
            assertThat(file.names()).containsExactlyInAnyOrderElementsOf(want.names().stream()
                    .filter(key -> !key.contains("base_layer")).toList());
            file.names().forEach(key ->
                    assertThat(file.same(key, want, key)).as(key).isTrue());
        }
    }
}
