package llm.pretrain;

import static llm.pretrain.SmallTraining.STEPS;
import static llm.pretrain.SmallTraining.assertSameWeights;
import static llm.pretrain.SmallTraining.config;
import static llm.pretrain.SmallTraining.losses;
import static llm.pretrain.SmallTraining.trainer;
import static llm.pretrain.SmallTraining.whole;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import llm.model.DecoderModel;
import llm.text.dataset.BatchOrder;
import llm.text.dataset.DataLoader;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Training")
class TrainerTest {

    /// The steps at which a checkpoint was due.
    private static List<Integer> checkpoints(Trainer trainer) {
        List<Integer> steps = new ArrayList<>();
        trainer.run(new TrainingListener() {
            @Override
            public void onCheckpoint(Trainer atStep) {
                steps.add(atStep.step());
            }
        });
        return steps;
    }

    @Test
    @DisplayName("twice with one seed prints the same losses, bit for bit")
    void repeats() {
        Trainer first = whole(1);
        Trainer second = whole(1);
        assertThat(losses(second)).isEqualTo(losses(first));
        assertSameWeights(first, second);
        assertThat(losses(whole(2))).isNotEqualTo(losses(first));
    }

    @Test
    @DisplayName("lowers the loss")
    void learns() {
        Trainer trainer = trainer(1);
        double before = trainer.evaluate();
        trainer.run(TrainingListener.silent());
        assertThat(trainer.evaluate()).isLessThan(before - 0.5);
        assertThat(trainer.finished()).isTrue();
        assertThat(trainer.tokensSeen()).isEqualTo(STEPS * 2L * 4 * 8);
    }

    @Test
    @DisplayName("logs each step with the learning rate of the schedule and the tokens so far")
    void log() {
        Trainer trainer = whole(1);
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
        Trainer everySeven = trainer(1, config().withEvaluation(7, 2));
        everySeven.run(TrainingListener.silent());
        assertThat(everySeven.log().evaluations()).extracting(TrainingLog.Row::step)
                .containsExactly(7, 14, 21, STEPS);
        Trainer never = trainer(1, config().withEvaluation(0, 2));
        never.run(TrainingListener.silent());
        assertThat(never.log().evaluations()).extracting(TrainingLog.Row::step)
                .containsExactly(STEPS);
    }

    @Test
    @DisplayName("does not depend on how often it is evaluated, even on its own data")
    void evaluationLeavesNoTrace() {
        DataLoader shared = SmallTraining.loader(BatchOrder.shuffled(4, 1));
        Trainer often = new Trainer(new DecoderModel(SmallTraining.MODEL, 1), shared, shared,
                config().withEvaluation(1, 1));
        often.run(TrainingListener.silent());
        assertSameWeights(whole(1), often);
    }

    @Test
    @DisplayName("without validation data has no validation loss")
    void noValidation() {
        Trainer trainer = new Trainer(new DecoderModel(SmallTraining.MODEL, 1),
                SmallTraining.loader(BatchOrder.shuffled(4, 1)), null, config());
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
        Trainer trainer = trainer(1);
        trainer.requestStop();
        assertThat(checkpoints(trainer)).containsExactly(1);
        assertThat(trainer.step()).isEqualTo(1);
    }
}
