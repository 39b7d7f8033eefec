package llm.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import llm.classify.Labels;
import llm.classify.TextClassifier;
import llm.instruct.PlainFormat;
import llm.instruct.Response;
import llm.pretrain.Pretraining;
import llm.pretrain.folder.PretrainedModel;
import llm.tensor.RandomState;
import llm.tensor.optim.AdamConfig;
import llm.text.dataset.BatchOrder;
import llm.text.dataset.DataLoader;
import llm.train.Learner;
import llm.train.LearningRateSchedule;
import llm.train.Trainer;
import llm.train.TrainingConfig;
import llm.train.TrainingData;
import llm.train.TrainingListener;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A reward model")
class RewardModelTest {
    private RewardModel model;

    @TempDir
    Path folder;

    @BeforeEach
    void make() {
        model = Tiny.rewardModel(3);
    }

    private static Response response(int prompt, String answer) {
        return new Response(Tiny.PROMPTS.get(prompt), answer, true);
    }

    private void train() {
        var objective = new RewardTraining(model, new RewardLoss(0), new Metrics());
        var config = TrainingConfig.of(new LearningRateSchedule(3e-3, 3e-4, 3, 30))
                .withEvalEvery(0);
        new Trainer<>(Learner.of(model.model(),
                Pretraining.optimizer(model.scorer().model(), AdamConfig.LANGUAGE_MODEL, 0),
                new RandomState(0), model.scorer().model().config()), objective,
                TrainingData.only(new DataLoader<>(Tiny.pairs(), BatchOrder.shuffled(4, 1))),
                config).run(TrainingListener.silent());
        model.model().eval();
    }

    @Test
    @DisplayName("scores chosen answers above rejected ones after training")
    void learns() {
        train();
        for (int i = 0; i < Tiny.PROMPTS.size(); i++) {
            assertThat(model.score(response(i, Tiny.PAIRS.get(i).chosen())))
                    .isGreaterThan(model.score(response(i, Tiny.PAIRS.get(i).rejected())));
        }
    }

    @Test
    @DisplayName("gives an answer the same score alone and in a padded batch")
    void padding() {
        PreferenceBatch batch = Tiny.pairs().batch(0, 3);
        float[] together = model.scores(batch.answers().inputs()).toArray();
        float[] alone = model.scores(List.of(response(0, Tiny.PAIRS.get(0).chosen()),
                response(3, Tiny.PAIRS.get(3).chosen()), response(0, "No, not now."),
                response(3, "No, not now.")));
        for (int i = 0; i < alone.length; i++) {
            assertThat(alone[i]).isCloseTo(together[i], within(1e-5f));
        }
    }

    @Test
    @DisplayName("is saved as a classifier with one label, and scores the same when it is back")
    void saves() throws IOException {
        train();
        model.save(folder.resolve("reward"), "# A reward model");
        assertThat(Files.readString(folder.resolve("reward/config.json")))
                .contains("ForSequenceClassification").contains("\"0\" : \"reward\"")
                .contains("regression");
        RewardModel back = RewardModel.load(folder.resolve("reward"), PlainFormat.SHORT);
        assertThat(back.score(response(1, "old wooden boat")))
                .isEqualTo(model.score(response(1, "old wooden boat")));
    }

    @Test
    @DisplayName("has one score, not classes")
    void refuses() {
        TextClassifier spam = TextClassifier.of(PretrainedModel.of(Tiny.model(1), Tiny.TOKENIZER),
                Labels.of("ham", "spam"), new RandomState(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RewardModel(spam, PlainFormat.SHORT))
                .withMessage("a reward model must have one score, got 2 classes; "
                        + "finetune reward makes one");
    }
}
