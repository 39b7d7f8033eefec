package llm.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import llm.lora.Fixtures;
import llm.lora.Lora;
import llm.lora.LoraConfig;
import llm.pretrain.folder.LoadOptions;
import llm.pretrain.folder.PretrainedModel;
import llm.tensor.Autograd;
import llm.tensor.IntTensor;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.backend.DType;
import llm.tensor.file.Safetensors;
import llm.text.Tokenizer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A classifier with adapters")
class AdaptedClassifierTest {
    private static final LoadOptions F32 = LoadOptions.of(DType.F32);
    @TempDir
    private Path folder;
    private Path base;
    private Tokenizer tokenizer;

    /// A base with a tokenizer, as `gpt2-tiny` has none.
    @BeforeEach
    void saveBase() throws IOException {
        base = folder.resolve("base");
        tokenizer = TextClassifier.load(Fixtures.folder("classification/gpt2")).tokenizer();
        PretrainedModel tiny = PretrainedModel.load(Fixtures.folder("gpt2-tiny"));
        new PretrainedModel(tiny.model(), Optional.of(tokenizer), tiny.ends()).save(base, "card");
    }

    @Test
    @DisplayName("as peft saved it has peft's logits and classes without names")
    void peft() throws IOException {
        Path adapter = Fixtures.folder("peft/gpt2-seqcls");
        AdaptedClassifier adapted = AdaptedClassifier.load(base, adapter, F32);
        assertThat(adapted.classifier().labels().names()).startsWith("LABEL_0", "LABEL_1");
        JsonNode config = Fixtures.json(adapter.resolve("adapter_config.json"));
        assertThat(config.get("task_type").asText()).isEqualTo("SEQ_CLS");
        try (Safetensors io = Safetensors.open(adapter.resolve("io.safetensors"))) {
            IntTensor ids = io.ints("input_ids");
            Tensor unpadded = Autograd.noGrad(() -> new TextClassifier(
                    adapted.classifier().model(), tokenizer, adapted.classifier().labels(),
                    OptionalInt.of(0), Pooling.LAST).forward(ids));
            Fixtures.assertClose("logits.adapter", unpadded, io.tensor("logits.adapter"), 1e-4,
                    1e-4);
        }
    }

    @Test
    @DisplayName("is saved with the names of its classes, and is the same when loaded again")
    void roundTrip() throws IOException {
        TextClassifier classifier = TextClassifier.of(PretrainedModel.load(base),
                Labels.of("ham", "spam"), new RandomState(3)).with(Pooling.FIRST);
        Lora lora = Lora.add(classifier.model(), LoraConfig.of(2, 4), new RandomState(4));
        lora.modules().forEach(module -> module.adapters().forEach(layer -> layer.b().copyFrom(
                Tensor.full(0.1, layer.b().shape(), layer.b().backend()))));
        new AdaptedClassifier(classifier, lora).save(folder.resolve("adapter"), "base");
        AdaptedClassifier again =
                AdaptedClassifier.load(base, folder.resolve("adapter"), F32);
        assertThat(again.classifier().labels()).isEqualTo(Labels.of("ham", "spam"));
        assertThat(again.classifier().pooling()).isEqualTo(Pooling.FIRST);
        assertThat(again.classifier().predict("ok").probabilities())
                .containsExactly(classifier.predict("ok").probabilities());
    }

    @Test
    @DisplayName("is not an adapter of a language model")
    void noHead() {
        assertThatThrownBy(() -> AdaptedClassifier.load(base, Fixtures.folder("peft/gpt2-rslora"),
                F32)).hasMessageContaining("must hold a classifier's head, score.weight as "
                + "(classes, embDim=").hasMessageContaining("got none");
    }
}
