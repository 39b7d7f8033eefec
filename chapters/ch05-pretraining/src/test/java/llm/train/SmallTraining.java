package llm.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import llm.model.DecoderModel;
import llm.model.GptConfig;
import llm.model.GptConfig.DropoutRates;
import llm.pretrain.Pretraining;
import llm.tensor.Parameter;
import llm.tensor.RandomState;
import llm.text.dataset.Batch;
import llm.text.dataset.BatchOrder;
import llm.text.dataset.DataLoader;
import llm.text.dataset.TokenDataset;
import llm.text.dataset.TokenSequence;

/// A training of 24 steps with everything that a resumed run has to bring back: dropout, shuffled
/// batches, two batches to a step, and an epoch of 15 batches that no step boundary meets at first.
public final class SmallTraining {
    static final int STEPS = 24;
    static final GptConfig MODEL = GptConfig.of(32, 8, 16, 2, 2)
            .withDropout(DropoutRates.all(0.1));

    private SmallTraining() {
    }

    /// Each token follows from the one before, so there is something to learn.
    static int[] ids() {
        int[] ids = new int[500];
        RandomState random = new RandomState(3);
        for (int i = 1; i < ids.length; i++) {
            ids[i] = (ids[i - 1] * 5 + random.nextInt(3)) % 32;
        }
        return ids;
    }

    static DataLoader<Batch> loader(BatchOrder order) {
        return loader(ids(), order);
    }

    static DataLoader<Batch> loader(int[] ids, BatchOrder order) {
        return new DataLoader<>(new TokenDataset(TokenSequence.of(ids), 8, 8), order);
    }

    static TrainingData<Batch> data() {
        return new TrainingData<>(loader(BatchOrder.shuffled(4, 1)),
                loader(BatchOrder.inOrder(4)));
    }

    static TrainingConfig config() {
        return TrainingConfig.of(new LearningRateSchedule(1e-2, 1e-3, 4, STEPS))
                .withEvalEvery(6).withAccumulate(2);
    }

    public static Trainer<Batch> trainer(long seed) {
        return trainer(seed, config());
    }

    static Trainer<Batch> trainer(long seed, TrainingConfig config) {
        return Pretraining.trainer(new DecoderModel(MODEL, seed), data(), config);
    }

    /// Trains until `step` is done and leaves a checkpoint in `folder`.
    static void runTo(Trainer<Batch> trainer, int step, Path folder) {
        trainer.run(new TrainingListener() {
            @Override
            public void onStep(TrainingLog.Row row) {
                if (row.step() == step) {
                    trainer.requestStop();
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
        assertThat(trainer.steps()).isEqualTo(step);
    }

    static Trainer<Batch> whole(long seed) {
        Trainer<Batch> trainer = trainer(seed);
        trainer.run(TrainingListener.silent());
        return trainer;
    }

    public static List<Double> losses(Trainer<Batch> trainer) {
        return trainer.log().rows().stream().map(TrainingLog.Row::trainingLoss).toList();
    }

    public static void assertSameWeights(Trainer<Batch> a, Trainer<Batch> b) {
        Map<String, Parameter> other = b.learner().parameters();
        a.learner().parameters().forEach((name, parameter) -> assertThat(parameter.toArray())
                .as(name).containsExactly(other.get(name).toArray()));
    }
}
