package llm.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import llm.lora.Fixtures;
import llm.lora.Lora;
import llm.lora.LoraConfig;
import llm.pretrain.folder.PretrainedModel;
import llm.pretrain.folder.StopTokens;
import llm.tensor.Autograd;
import llm.tensor.IntTensor;
import llm.tensor.Parameter;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.optim.ParameterGroup;
import llm.tensor.optim.Sgd;
import llm.train.TrainingStep;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A text classifier")
class TextClassifierTest {
    private static final List<String> TEXTS = List.of("See you at lunch.", "ok",
            "WIN a FREE prize now!!! Text GO to 80086", "The train is late again.",
            "Your parcel waits: pay 1.99 fee today", "Can you call me", "no", "Good night then");
    @TempDir
    private Path folder;
    private TextClassifier classifier;

    @BeforeEach
    void load() throws IOException {
        classifier = TextClassifier.load(Fixtures.folder("classification/gpt2"));
    }

    private List<Example> examples() {
        List<Example> examples = new ArrayList<>();
        TEXTS.forEach(text -> examples.add(new Example(text, text.length() > 20 ? "spam" : "ham")));
        return examples;
    }

    private double[] probabilities(int pads) {
        int[] ids = classifier.encode(TEXTS.getFirst());
        int[] longer = Arrays.copyOf(ids, ids.length + pads);
        Arrays.fill(longer, ids.length, longer.length, classifier.pad().orElseThrow());
        return classifier.predict(IntTensor.of(longer, 1, longer.length)).getFirst()
                .probabilities();
    }

    @Test
    @DisplayName("gives a text the same probabilities behind 0 to 20 pads")
    void padsChangeNothing() {
        double[] alone = probabilities(0);
        for (int pads = 1; pads <= 20; pads++) {
            assertThat(probabilities(pads)).as(pads + " pads").containsExactly(alone, within(1e-6));
        }
    }

    @Test
    @DisplayName("gives a text the same probabilities alone and in a batch")
    void batchChangesNothing() {
        ClassificationDataset texts = ClassificationDataset.of(classifier, examples());
        List<Prediction> together = classifier.predict(texts.batch(0, 1, 2, 3, 4, 5, 6, 7).ids());
        for (int i = 0; i < TEXTS.size(); i++) {
            assertThat(together.get(i).probabilities()).as(TEXTS.get(i)).containsExactly(
                    classifier.predict(TEXTS.get(i)).probabilities(), within(1e-6));
        }
    }

    @Test
    @DisplayName("learns the same from a batch of 8 as from 4 batches of 2 accumulated")
    void accumulation() {
        ClassificationDataset texts = ClassificationDataset.of(classifier, examples());
        List<float[]> whole = gradients(List.of(texts.batch(0, 1, 2, 3, 4, 5, 6, 7)));
        List<float[]> cut = gradients(List.of(texts.batch(0, 1), texts.batch(2, 3),
                texts.batch(4, 5), texts.batch(6, 7)));
        for (int i = 0; i < whole.size(); i++) {
            assertThat(cut.get(i)).containsExactly(whole.get(i), within(1e-5f));
        }
    }

    /// A step that moves nothing.
    private List<float[]> gradients(List<ClassificationBatch> batches) {
        Sgd still = new Sgd(List.of(new ParameterGroup(
                classifier.model().trainableParameters(), 0)), 0, 0);
        List<Parameter> parameters = List.copyOf(classifier.model().trainableParameters().values());
        new TrainingStep<>(Classification.of(classifier), parameters, still,
                Double.POSITIVE_INFINITY).run(batches, 0);
        return parameters.stream().map(parameter -> parameter.grad().toArray()).toList();
    }

    @Test
    @DisplayName("with adapters whose B is 0 is what it was, bit for bit")
    void untrainedAdapters() {
        IntTensor ids = ClassificationDataset.of(classifier, examples()).batch(0, 1, 2).ids();
        Tensor before = Autograd.noGrad(() -> classifier.forward(ids));
        Lora.add(classifier.model(), LoraConfig.of(4, 8), new RandomState(1));
        assertThat(Autograd.noGrad(() -> classifier.forward(ids)).toArray())
                .containsExactly(before.toArray());
    }

    @Test
    @DisplayName("begins with a new head on a language model, and keeps how it reads texts")
    void beginsAndIsSaved() throws IOException {
        PretrainedModel base = new PretrainedModel(Fixtures.model("llama-tiny"),
                Optional.of(classifier.tokenizer()), StopTokens.of(1));
        TextClassifier fresh = TextClassifier.of(base, Labels.of("no", "perhaps", "yes"),
                new RandomState(5)).with(Pooling.MEAN);
        fresh.save(folder, "card");
        TextClassifier again = TextClassifier.load(folder);
        assertThat(again.pooling()).isEqualTo(Pooling.MEAN);
        assertThat(again.predict(TEXTS.getFirst()).byLabel())
                .isEqualTo(fresh.predict(TEXTS.getFirst()).byLabel());
        assertThatThrownBy(() -> PretrainedModel.load(folder)).hasMessageContaining(
                "a language model must score tokens, got " + folder + ", which scores classes");
    }

    @Test
    @DisplayName("cuts what the model cannot look at, and says so")
    void cuts() {
        String text = "parcel ".repeat(200);
        assertThat(classifier.cuts(text)).isTrue();
        assertThat(classifier.cuts(TEXTS.getFirst())).isFalse();
        assertThat(classifier.encode(text)).hasSize(classifier.model().contextLength());
        assertThat(classifier.predict(text).byLabel()).containsOnlyKeys("ham", "spam");
    }

    @Test
    @DisplayName("reads an empty text as a pad, and what looks like a special token letter by letter")
    void strangeTexts() {
        assertThat(classifier.encode("")).containsExactly(classifier.pad().orElseThrow());
        assertThat(classifier.encode("<|endoftext|>").length).isGreaterThan(1);
    }

    @Test
    @DisplayName("wants a language model's folder to have become one")
    void notAClassifier() {
        assertThatThrownBy(() -> TextClassifier.load(Fixtures.folder("gpt2-tiny")))
                .hasMessageContaining("must hold a classifier with score.weight, got none");
    }
}
