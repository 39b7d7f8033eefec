package llm.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import llm.model.DecoderModel;
import llm.model.GptConfig;
import llm.pretrain.folder.PretrainedModel;
import llm.pretrain.folder.StoredWeight;
import llm.pretrain.folder.WeightFile;
import llm.tensor.Autograd;
import llm.tensor.IntTensor;
import llm.tensor.Parameter;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.backend.DType;
import llm.tensor.file.Safetensors;
import llm.tensor.layer.Initializer;
import llm.tensor.layer.Linear;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("LoRA")
class LoraTest {
    private static final IntTensor IDS = IntTensor.of(
            new RandomState(5).ints(2 * 8, 0, 20).toArray(), 2, 8);
    private static final LoraConfig ALL =
            LoraConfig.of(3, 6).on(new LoraTargets.AllLinear(true));

    private static DecoderModel small() {
        return new DecoderModel(GptConfig.of(20, 8, 12, 2, 2), 1);
    }

    private static float[] logits(DecoderModel model) {
        return Autograd.noGrad(() -> model.forward(IDS)).toArray();
    }

    /// Adapters that have learned something.
    private static Lora trained(DecoderModel model, LoraConfig config) {
        Lora lora = Lora.add(model, config, new RandomState(2));
        RandomState random = new RandomState(3);
        lora.modules().stream().flatMap(module -> module.adapters().stream()).forEach(layer ->
                layer.b().copyFrom(random.normal(0.1, layer.b().shape().toArray())));
        return lora;
    }

    /// PyTorch 2.13, adapters of rank 4 around every layer and the head. Tolerances: logits 10⁻⁴,
    /// losses 2·10⁻⁵, gradients 10⁻⁵ + 10⁻³ relative, merged weights 10⁻⁶.
    @Nested
    @DisplayName("agrees with PyTorch:")
    class Parity {
        private final Path folder = Fixtures.folder("lora");
        private final DecoderModel model;
        private final JsonNode expected;

        Parity() throws IOException {
            model = Fixtures.model("lora");
            expected = Fixtures.json(folder.resolve("lora.json"));
        }

        private Lora read(Safetensors file, String... targets) {
            Lora lora = Lora.add(model, LoraConfig.of(4, 8).on(targets), new RandomState(1));
            Set<String> others = new HashSet<>(file.names());
            List<StoredWeight> weights = lora.modules().stream().flatMap(module ->
                    module.stored("lora_A." + module.name(), "lora_B." + module.name()).stream())
                    .toList();
            WeightFile.load(weights, file, folder, others);
            return lora;
        }

        private void assertLoss(String name, IntTensor ids) {
            double loss = Autograd.noGrad(() -> model.loss(ids, Fixtures.targets(ids))).item();
            assertThat(loss).isCloseTo(expected.get(name).asDouble(), within(Fixtures.LOSS));
        }

        private void assertLogits(String name, Safetensors file, IntTensor ids) {
            Fixtures.assertLogits(Autograd.noGrad(() -> model.forward(ids)), file, name);
        }

        @Test
        @DisplayName("logits and losses without adapters and with some of them")
        void blocks() throws IOException {
            try (Safetensors file = Safetensors.open(folder.resolve("lora.safetensors"))) {
                IntTensor ids = file.ints("input_ids");
                assertLogits("logits.base", file, ids);
                assertLoss("loss_base", ids);
                read(file, "c_attn", "c_proj", "c_fc");
                assertLogits("logits.lora_blocks", file, ids);
                assertLoss("loss_lora_blocks", ids);
            }
        }

        @Test
        @DisplayName("logits, losses, gradients and number of parameters with all, then merged")
        void all() throws IOException {
            try (Safetensors file = Safetensors.open(folder.resolve("lora.safetensors"))) {
                IntTensor ids = file.ints("input_ids");
                Lora lora = read(file, "c_attn", "c_proj", "c_fc", "lm_head");
                assertLogits("logits.lora_all", file, ids);
                assertLoss("loss_lora_all", ids);
                model.loss(ids, Fixtures.targets(ids)).backward();
                for (LoraModule module : lora.modules()) {
                    String a = "grad.lora_A." + module.name();
                    String b = "grad.lora_B." + module.name();
                    Fixtures.assertClose(a, module.a(Tensor::grad), file.tensor(a), 1e-5, 1e-3);
                    Fixtures.assertClose(b, module.b(Tensor::grad), file.tensor(b), 1e-5, 1e-3);
                }
                assertThat(lora.parameterCount())
                        .isEqualTo(expected.get("trainable_parameters").asLong());
                lora.merge();
                assertLogits("logits.merged_all", file, ids);
                assertLoss("loss_merged_all", ids);
                Map<String, Tensor> merged = PretrainedModel.weights(model);
                try (Safetensors want = Safetensors.open(folder.resolve("merged.safetensors"))) {
                    assertThat(want.names()).contains("lm_head.weight");
                    want.names().forEach(name -> Fixtures.assertClose(name, merged.get(name),
                            want.tensor(name), 1e-6, 0));
                }
            }
        }
    }

    @Test
    @DisplayName("begins as the model it is added to, bit for bit")
    void beginsWithoutEffect() {
        DecoderModel model = small();
        float[] before = logits(model);
        Lora lora = Lora.add(model, ALL, new RandomState(2));
        assertThat(logits(model)).containsExactly(before);
        Lora same = Lora.add(small(), ALL, new RandomState(2));
        LoraLayer layer = lora.modules().getFirst().adapters().getFirst();
        assertThat(layer.a().toArray())
                .containsExactly(same.modules().getFirst().adapters().getFirst().a().toArray());
        double bound = 1 / Math.sqrt(12);
        for (float value : layer.a().toArray()) {
            assertThat((double) value).isBetween(-bound, bound).isNotZero();
        }
    }

    @Test
    @DisplayName("merged and taken out again leaves the weights as they were, but for rounding")
    void unmerge() {
        DecoderModel model = small();
        Map<String, float[]> before = new LinkedHashMap<>();
        model.namedParameters().forEach((name, value) -> before.put(name, value.toArray()));
        before.put("head.weight", before.get("tokenEmbedding.weight"));
        Lora lora = trained(model, ALL);
        float[] with = logits(model);
        lora.merge();
        float[] embedding = model.tokenEmbedding().weight().toArray();
        assertThat(embedding).containsExactly(before.get("tokenEmbedding.weight"));
        assertThat(model.config().tiedHead()).isFalse();
        lora.unmerge();
        model.namedParameters().forEach((name, value) -> {
            if (!name.contains(".lora.")) {
                assertThat(value.toArray()).as(name)
                        .usingComparatorWithPrecision(1e-6f).containsExactly(before.get(name));
            }
        });
        assertThat(logits(model)).usingComparatorWithPrecision(1e-5f).containsExactly(with);
    }

    @Test
    @DisplayName("is merged once, and taken out once")
    void mergedTwice() {
        Lora lora = trained(small(), ALL);
        assertThatThrownBy(lora::unmerge).isInstanceOf(IllegalStateException.class)
                .hasMessage("the adapters must be merged, got ones that are not");
        lora.merge();
        assertThatThrownBy(lora::merge).isInstanceOf(IllegalStateException.class)
                .hasMessage("the adapters must be around their layers, got ones that are merged");
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"BF16", "INT8"})
    @DisplayName("learns on a base in fewer bits, and is not merged into it:")
    void packed(DType dtype) {
        DecoderModel model = small();
        model.to(dtype);
        DecoderModel rounded = small();                      // the same values, in float32
        rounded.to(dtype);
        rounded.to(DType.F32);
        Lora lora = trained(model, ALL);
        trained(rounded, ALL);
        model.loss(IDS, IDS).backward();
        rounded.loss(IDS, IDS).backward();
        Map<String, Parameter> want = rounded.trainableParameters();
        model.trainableParameters().forEach((name, value) -> {
            assertThat(value.dtype()).isEqualTo(DType.F32);
            double size = Math.sqrt(Parameter.squaredGradNorm(List.of(want.get(name))));
            assertThat(Math.sqrt(value.grad().sub(want.get(name).grad()).square().sum().item()))
                    .as(name).isLessThan(0.02 * size);
            assertThat(size).isPositive();
        });
        assertThatThrownBy(lora::merge).isInstanceOf(IllegalArgumentException.class).hasMessage(
                "an adapter must be merged into a weight in F32, got blocks.0.attention.query in "
                        + dtype + ", which would round away what was learned; load the model in "
                        + "F32");
        assertThat(model.linear("head").adapter()).isPresent();
    }

    @Test
    @DisplayName("of rank 16 on GPT-2 124M with a head for two classes has its parameters")
    void parameters() {
        assertThat(count(new LoraTargets.AllLinear(true))).isEqualTo(2_666_528);
        assertThat(count(new LoraTargets.Named(List.of("c_attn", "c_proj", "c_fc", "lm_head"))))
                .isEqualTo(2_371_616);
    }

    private static long count(LoraTargets targets) {
        DecoderModel model = new DecoderModel(GptConfig.gpt2Small(), new RandomState(1),
                Initializer.none(DType.INT8));
        model.head().replaceBy(new Linear(768, 2, true, new RandomState(1)));
        return Lora.add(model, LoraConfig.of(16, 16).on(targets), new RandomState(1))
                .parameterCount();
    }

    @Test
    @DisplayName("draws dropout from the model's random state, as recomputed blocks need it")
    void recomputed() {
        List<float[]> gradients = List.of(false, true).stream().map(recompute -> {
            DecoderModel model = small();
            Lora lora = trained(model, ALL.withDropout(0.3));
            model.train();
            model.recomputeActivations(recompute);
            model.loss(IDS, IDS).backward();
            return lora.modules().getFirst().a(Tensor::grad).toArray();
        }).toList();
        assertThat(gradients.getFirst()).containsExactly(gradients.getLast());
    }

    @Test
    @DisplayName("refuses a target that is no layer, and a layer that is adapted")
    void errors() {
        DecoderModel model = small();
        assertThatThrownBy(() -> Lora.add(model, ALL.on("c_attn", "q_proj"), new RandomState(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a target must be a linear layer of the model, [c_attn, c_proj, c_fc, "
                        + "lm_head], got q_proj");
        assertThatThrownBy(() -> Lora.add(model, ALL.onMatching(".*gate"), new RandomState(1)))
                .hasMessageEndingWith("lm_head], got Matching[expression=.*gate]");
        assertThat(model.trainableParameters()).hasSameSizeAs(model.parameters());
        Lora.add(model, ALL.on("head"), new RandomState(1));
        assertThatThrownBy(() -> Lora.add(model, ALL, new RandomState(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a layer must have no adapter to get one, got one around head");
        assertThat(model.linear("blocks.0.attention.query").adapter()).isEmpty();
    }
}
