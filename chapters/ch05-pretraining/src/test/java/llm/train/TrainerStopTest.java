package llm.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import llm.model.DecoderModel;
import llm.model.GptConfig;
import llm.pretrain.Pretraining;
import llm.text.dataset.Batch;
import llm.text.dataset.BatchOrder;
import llm.text.dataset.DataLoader;
import llm.text.dataset.TokenDataset;
import llm.text.dataset.TokenSequence;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A trainer")
class TrainerStopTest {
    private static final int STEPS = 5;

    private final List<Integer> checkpoints = new ArrayList<>();

    private final TrainingListener listener = new TrainingListener() {
        @Override
        public void onCheckpoint(Trainer<?> trainer) {
            checkpoints.add(trainer.steps());
        }
    };

    private static Trainer<Batch> trainer() {
        int[] ids = IntStream.range(0, 200).map(i -> i * i % 11).toArray();
        DataLoader<Batch> loader = new DataLoader<>(
                new TokenDataset(TokenSequence.of(ids), 8, 8), BatchOrder.shuffled(2, 1));
        return Pretraining.trainer(new DecoderModel(GptConfig.of(11, 8, 8, 2, 1), 1),
                new TrainingData<>(loader, loader),
                TrainingConfig.of(new LearningRateSchedule(1e-2, 1e-3, 1, STEPS)));
    }

    @Test
    @DisplayName("does every step of the schedule, and asks for no checkpoint by itself")
    void runsToTheEnd() {
        Trainer<Batch> trainer = trainer();
        trainer.run(listener);

        assertThat(trainer.finished()).isTrue();
        assertThat(trainer.log().rows()).hasSize(STEPS);
        assertThat(checkpoints).isEmpty();
    }

    @Test
    @DisplayName("never stops on request without a checkpoint")
    void stopsWithACheckpoint() {
        Trainer<Batch> trainer = trainer();
        trainer.requestStop();
        trainer.run(listener);

        assertThat(trainer.steps()).isEqualTo(1);
        assertThat(checkpoints).containsExactly(1);
    }
}
