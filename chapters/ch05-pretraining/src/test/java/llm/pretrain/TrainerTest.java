package llm.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import llm.model.GptConfig;
import llm.model.GptConfig.DropoutRates;
import llm.model.GptModel;
import llm.tensor.Autograd;
import llm.tensor.Parameter;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.optim.AdamSettings;
import llm.tensor.optim.AdamW;
import llm.tensor.optim.ParameterGroup;
import llm.text.Batch;
import llm.text.BatchOrder;
import llm.text.DataLoader;
import llm.text.TokenDataset;
import llm.text.TokenSequence;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Training")
class TrainerTest {
    private static final GptConfig MODEL = GptConfig.of(32, 8, 16, 2, 2)
            .withDropout(DropoutRates.all(0.1));
    private static final int STEPS = 24;

    /// Each token follows from the one before, so there is something to learn.
    private static DataLoader loader(BatchOrder order) {
        int[] ids = new int[500];
        RandomState random = new RandomState(3);
        for (int i = 1; i < ids.length; i++) {
            ids[i] = (ids[i - 1] * 5 + random.nextInt(3)) % 32;
        }
        return new DataLoader(new TokenDataset(TokenSequence.of(ids), 8, 8), order);
    }

    private static TrainingConfig config() {
        return TrainingConfig.of(new LearningRateSchedule(1e-2, 1e-3, 4, STEPS))
                .withEvaluation(6, 2).withAccumulate(2);
    }

    private static Trainer trainer(long seed) {
        return new Trainer(new GptModel(MODEL, seed), loader(BatchOrder.shuffled(4, seed)),
                loader(BatchOrder.inOrder(4)), config());
    }

    private static List<Double> losses(Trainer trainer) {
        return trainer.log().rows().stream().map(TrainingLog.Row::trainingLoss).toList();
    }

    private static void assertSameWeights(Trainer a, Trainer b) {
        Map<String, Parameter> other = b.model().namedParameters();
        a.model().namedParameters().forEach((name, parameter) -> assertThat(parameter.toArray())
                .as(name).isEqualTo(other.get(name).toArray()));
    }

    @Test
    @DisplayName("twice with one seed prints the same losses, bit for bit")
    void repeats() {
        Trainer first = trainer(1);
        Trainer second = trainer(1);
        first.run(TrainingListener.silent());
        second.run(TrainingListener.silent());
        assertThat(losses(second)).isEqualTo(losses(first));
        assertSameWeights(first, second);
        Trainer other = trainer(2);
        other.run(TrainingListener.silent());
        assertThat(losses(other)).isNotEqualTo(losses(first));
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
        assertThat(trainer.log().evaluations()).extracting(TrainingLog.Row::step)
                .containsExactly(6, 12, 18, 24);
    }

    @Test
    @DisplayName("never stops on request without a checkpoint")
    void stopsWithACheckpoint() {
        Trainer trainer = trainer(1);
        List<Integer> checkpoints = new ArrayList<>();
        trainer.requestStop();
        trainer.run(new TrainingListener() {
            @Override
            public void onCheckpoint(Trainer atStep) {
                checkpoints.add(atStep.step());
            }
        });
        assertThat(trainer.step()).isEqualTo(1);
        assertThat(checkpoints).containsExactly(1);
    }

    @Nested
    @DisplayName("stopped in the middle of an epoch")
    class Stopped {
        @TempDir
        private Path folder;

        private Trainer stoppedAfter(int steps) {
            Trainer trainer = trainer(1);
            trainer.run(new TrainingListener() {
                @Override
                public void onStep(TrainingLog.Row row) {
                    if (row.step() == steps) {
                        trainer.requestStop();
                    }
                }

                @Override
                public void onCheckpoint(Trainer atStep) {
                    save(atStep);
                }
            });
            return trainer;
        }

        private void save(Trainer trainer) {
            try {
                Checkpoint.save(trainer, folder);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        @Test
        @DisplayName("and resumed, ends with the weights and the log of an unbroken run")
        void resumes() throws IOException {
            Trainer whole = trainer(1);
            whole.run(TrainingListener.silent());
            Trainer stopped = stoppedAfter(11);
            assertThat(stopped.step()).isEqualTo(11);
            Trainer resumed = trainer(99);                   // everything comes from the checkpoint
            resumed = new Trainer(resumed.model(), loader(BatchOrder.shuffled(4, 1)),
                    loader(BatchOrder.inOrder(4)), config());
            Checkpoint.restore(resumed, Checkpoint.latest(folder).orElseThrow());
            resumed.run(TrainingListener.silent());
            assertSameWeights(whole, resumed);
            assertThat(losses(resumed)).isEqualTo(losses(whole));
            assertThat(resumed.tokensSeen()).isEqualTo(whole.tokensSeen());
        }

        @Test
        @DisplayName("keeps the newest complete checkpoint only")
        void newest() throws IOException {
            Trainer trainer = stoppedAfter(3);
            Path old = Checkpoint.latest(folder).orElseThrow();
            Trainer later = stoppedAfter(5);
            Path latest = Checkpoint.latest(folder).orElseThrow();
            assertThat(latest).isNotEqualTo(old);
            assertThat(old).doesNotExist();
            Files.createDirectories(folder.resolve("step-0000009"));     // interrupted while written
            assertThat(Checkpoint.latest(folder)).contains(latest);
            assertThat(trainer.step() + later.step()).isEqualTo(8);
        }

        @Test
        @DisplayName("does not go on with other settings")
        void otherSettings() {
            stoppedAfter(3);
            Trainer other = new Trainer(new GptModel(MODEL, 1), loader(BatchOrder.shuffled(4, 1)),
                    null, config().withAccumulate(1));
            assertThatThrownBy(() -> Checkpoint.restore(other,
                    Checkpoint.latest(folder).orElseThrow()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("a training must go on with the settings it began with");
        }
    }

    @Test
    @DisplayName("on two half batches is training on the whole one")
    void accumulation() {
        Batch whole = loader(BatchOrder.inOrder(4)).iterator().next();
        Batch first = new Batch(half(whole.inputs(), 0), half(whole.targets(), 0), 2, 8);
        Batch second = new Batch(half(whole.inputs(), 1), half(whole.targets(), 1), 2, 8);
        GptModel a = new GptModel(MODEL.withDropout(DropoutRates.NONE), 1);
        GptModel b = new GptModel(MODEL.withDropout(DropoutRates.NONE), 1);
        TrainingStep.Result one = step(a).run(List.of(whole), 1e-3);
        TrainingStep.Result two = step(b).run(List.of(first, second), 1e-3);
        assertThat(two.loss()).isCloseTo(one.loss(), within(1e-6));
        assertThat(two.gradientNorm()).isCloseTo(one.gradientNorm(), within(1e-5));
    }

    private static int[] half(int[] values, int which) {
        return java.util.Arrays.copyOfRange(values, which * values.length / 2,
                (which + 1) * values.length / 2);
    }

    private static TrainingStep step(GptModel model) {
        return new TrainingStep(model, model.parameters(), new AdamW(
                ParameterGroup.decayMatrices(model.namedParameters(), 0.1), 1e-3,
                AdamSettings.STANDARD), 1);
    }

    @Test
    @DisplayName("stops before a loss that is no number can reach the parameters, and says so")
    void notANumber() {
        GptModel model = new GptModel(MODEL, 1);
        Parameter gain = model.finalNorm().weight();
        Tensor broken = Tensor.full(Float.NaN, 16);
        Autograd.noGrad(() -> gain.copyFrom(broken));
        float[] before = model.head().toArray();
        Batch batch = loader(BatchOrder.inOrder(4)).iterator().next();
        assertThatThrownBy(() -> step(model).run(List.of(batch), 0.5))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("loss and gradient must be finite numbers, got loss=NaN")
                .hasMessageContaining("at learning rate 0.5");
        assertThat(model.head().toArray()).isEqualTo(before);
    }
}
