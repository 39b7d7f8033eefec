package llm.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import llm.lora.Fixtures;
import llm.model.DecoderModel;
import llm.model.GptConfig;
import llm.pretrain.Pretraining;
import llm.pretrain.folder.PretrainedModel;
import llm.pretrain.folder.StopTokens;
import llm.tensor.RandomState;
import llm.tensor.optim.AdamConfig;
import llm.text.Tokenizer;
import llm.text.dataset.BatchOrder;
import llm.text.dataset.DataLoader;
import llm.train.Checkpoint;
import llm.train.Learner;
import llm.train.LearningRateSchedule;
import llm.train.Trainer;
import llm.train.TrainingConfig;
import llm.train.TrainingData;
import llm.train.TrainingListener;
import llm.train.TrainingLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Classification")
class ClassificationTest {
    private static final Labels LABELS = Labels.of("ham", "spam");
    @TempDir
    private Path folder;
    private TextClassifier classifier;

    @BeforeEach
    void load() throws IOException {
        classifier = TextClassifier.load(Fixtures.folder("classification/gpt2"));
    }

    private static List<Example> examples() {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            boolean spam = i % 3 == 0;
            examples.add(new Example((spam ? "win " : "see ") + i, spam ? "spam" : "ham"));
        }
        return examples;
    }

    @Test
    @DisplayName("weighs classes so that each counts the same and the mean weight is 1")
    void weights() {
        assertThat(Classification.balanced(classifier, examples()).weights())
                .containsExactly(60.0 / (2 * 40), 60.0 / (2 * 20));
        assertThatThrownBy(() -> Classification.balanced(classifier, examples().subList(1, 3)))
                .hasMessage("every class must have a text, got [2, 0] of [ham, spam]");
    }

    @Test
    @DisplayName("counts a text as its class weighs")
    void weighted() {
        ClassificationDataset texts = ClassificationDataset.of(classifier, examples());
        double ham = Classification.of(classifier).loss(texts.batch(1)).item();
        double spam = Classification.of(classifier).loss(texts.batch(0)).item();
        assertThat((double) new Classification(classifier, 2, 0.5).loss(texts.batch(0, 1)).item())
                .isCloseTo(2 * ham + 0.5 * spam, within(1e-5));
        assertThat((double) Classification.of(classifier).loss(texts.batch(0, 1)).item())
                .isCloseTo(ham + spam, within(1e-5));
    }

    /// A tiny model with random weights, of which everything learns.
    private static Trainer<ClassificationBatch> trainer(Tokenizer tokenizer, long seed) {
        DecoderModel model = new DecoderModel(GptConfig.of(300, 16, 16, 2, 2), seed);
        TextClassifier learner = TextClassifier.of(new PretrainedModel(model,
                Optional.of(tokenizer), StopTokens.NONE), LABELS, new RandomState(seed));
        DataLoader<ClassificationBatch> loader = new DataLoader<>(
                ClassificationDataset.of(learner, examples()), BatchOrder.shuffled(8, 1));
        return new Trainer<>(Learner.of(model,
                Pretraining.optimizer(model, AdamConfig.LANGUAGE_MODEL, 0), model.random(),
                model.config()), Classification.of(learner), TrainingData.only(loader),
                TrainingConfig.of(LearningRateSchedule.of(1e-2, 2, 30)));
    }

    @Test
    @DisplayName("learns a rule, and goes on from a checkpoint as if it had not stopped")
    void learnsAndResumes() throws IOException {
        Trainer<ClassificationBatch> whole = trainer(classifier.tokenizer(), 1);
        whole.run(TrainingListener.silent());
        assertThat(whole.log().rows().getFirst().trainingLoss())
                .isCloseTo(Math.log(2), within(0.1));
        assertThat(whole.log().rows().getLast().trainingLoss()).isLessThan(0.1);
        Trainer<ClassificationBatch> stopped = trainer(classifier.tokenizer(), 1);
        stopped.run(new TrainingListener() {
            @Override
            public void onStep(TrainingLog.Row row) {
                if (row.step() == 11) {
                    stopped.requestStop();
                }
            }

            @Override
            public void onCheckpoint(Trainer<?> atStep) {
                try {
                    Checkpoint.save(atStep, folder);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        Trainer<ClassificationBatch> resumed = trainer(classifier.tokenizer(), 99);
        Checkpoint.restore(resumed, Checkpoint.latest(folder).orElseThrow());
        resumed.run(TrainingListener.silent());
        assertThat(values(resumed)).usingRecursiveComparison().isEqualTo(values(whole));
    }

    private static Map<String, float[]> values(Trainer<?> trainer) {
        Map<String, float[]> values = new LinkedHashMap<>();
        trainer.learner().parameters().forEach((name, parameter) ->
                values.put(name, parameter.toArray()));
        return values;
    }
}
