package llm.train;

import static llm.train.SmallTraining.STEPS;
import static llm.train.SmallTraining.assertSameWeights;
import static llm.train.SmallTraining.config;
import static llm.train.SmallTraining.losses;
import static llm.train.SmallTraining.trainer;
import static llm.train.SmallTraining.whole;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import llm.model.DecoderModel;
import llm.pretrain.Pretraining;
import llm.text.dataset.Batch;
import llm.text.dataset.BatchOrder;
import llm.text.dataset.DataLoader;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Training")
class TrainerTest {

    /// The steps at which a checkpoint was due.
    private static List<Integer> checkpoints(Trainer<Batch> trainer) {
        List<Integer> steps = new ArrayList<>();
        trainer.run(new TrainingListener() {
            @Override
            public void onCheckpoint(Trainer<?> atStep) {
                steps.add(atStep.steps());
            }
        });
        return steps;
    }

    @Test
    @DisplayName("twice with one seed prints the same losses, bit for bit")
    void repeats() {
        Trainer<Batch> first = whole(1);
        Trainer<Batch> second = whole(1);
        assertThat(losses(second)).isEqualTo(losses(first));
        assertSameWeights(first, second);
        assertThat(losses(whole(2))).isNotEqualTo(losses(first));
    }

    @Test
    @DisplayName("lowers the loss")
    void learns() {
        Trainer<Batch> trainer = trainer(1);
        double before = trainer.evaluate();
        trainer.run(TrainingListener.silent());
        assertThat(trainer.evaluate()).isLessThan(before - 0.5);
        assertThat(trainer.finished()).isTrue();
        assertThat(trainer.tokensSeen()).isEqualTo(STEPS * 2L * 4 * 8);
    }

    @Test
    @DisplayName("logs each step with the learning rate of the schedule and the tokens so far")
    void log() {
        Trainer<Batch> trainer = whole(1);
        LearningRateSchedule schedule = config().schedule();
        assertThat(trainer.log().rows()).hasSize(STEPS);
        for (TrainingLog.Row row : trainer.log().rows()) {
            assertThat(row.learningRate()).isEqualTo(schedule.rate(row.step() - 1));
            assertThat(row.tokens()).isEqualTo(row.step() * 64L);
        }
    }

    @Test
    @DisplayName("is evaluated every so many steps and after the last one")
    void evaluations() {
        Trainer<Batch> everySeven = trainer(1, config().withEvalEvery(7));
        everySeven.run(TrainingListener.silent());
        assertThat(everySeven.log().evaluations()).extracting(TrainingLog.Row::step)
                .containsExactly(7, 14, 21, STEPS);
        Trainer<Batch> never = trainer(1, config().withEvalEvery(0));
        never.run(TrainingListener.silent());
        assertThat(never.log().evaluations()).extracting(TrainingLog.Row::step)
                .containsExactly(STEPS);
    }

    @Test
    @DisplayName("does not depend on how often it is evaluated, even on its own data")
    void evaluationLeavesNoTrace() {
        DataLoader<Batch> shared = SmallTraining.loader(BatchOrder.shuffled(4, 1));
        Trainer<Batch> often = Pretraining.trainer(new DecoderModel(SmallTraining.MODEL, 1),
                new TrainingData<>(shared, shared), config().withEvalEvery(1));
        often.run(TrainingListener.silent());
        assertSameWeights(whole(1), often);
    }

    @Test
    @DisplayName("without validation data has no validation loss")
    void noValidation() {
        Trainer<Batch> trainer = Pretraining.trainer(new DecoderModel(SmallTraining.MODEL, 1),
                TrainingData.only(SmallTraining.loader(BatchOrder.shuffled(4, 1))), config());
        trainer.run(TrainingListener.silent());
        assertThat(trainer.log().evaluations()).isEmpty();
        assertThat(trainer.log().rows()).hasSize(STEPS);
    }

    @Test
    @DisplayName("asks for a checkpoint every so many steps")
    void checkpointsAreDue() {
        assertThat(checkpoints(trainer(1, config().withSaveEvery(9)))).containsExactly(9, 18);
        assertThat(checkpoints(trainer(1))).isEmpty();
    }

    @Test
    @DisplayName("never stops on request without a checkpoint")
    void stopsWithACheckpoint() {
        Trainer<Batch> trainer = trainer(1);
        trainer.requestStop();
        assertThat(checkpoints(trainer)).containsExactly(1);
        assertThat(trainer.steps()).isEqualTo(1);
    }
}
