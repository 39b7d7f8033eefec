package llm.lora;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import llm.model.DecoderModel;
import llm.model.GptConfig;
import llm.pretrain.Pretraining;
import llm.tensor.RandomState;
import llm.tensor.file.Safetensors;
import llm.text.dataset.Batch;
import llm.text.dataset.BatchOrder;
import llm.text.dataset.DataLoader;
import llm.text.dataset.TokenDataset;
import llm.text.dataset.TokenSequence;
import llm.train.Checkpoint;
import llm.train.LearningRateSchedule;
import llm.train.Trainer;
import llm.train.TrainingConfig;
import llm.train.TrainingData;
import llm.train.TrainingListener;
import llm.train.TrainingLog;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Training adapters")
class LoraTrainingTest {
    private static final LoraConfig CONFIG =
            LoraConfig.of(4, 8).on("c_attn", "mlp.c_proj", "lm_head").withDropout(0.1);
    @TempDir
    private Path folder;

    /// Each token follows from the one before, so there is something to learn.
    private static int[] ids() {
        int[] ids = new int[500];
        for (int i = 1; i < ids.length; i++) {
            ids[i] = (ids[i - 1] * 5 + 3) % 31;
        }
        return ids;
    }

    /// @param seed of the adapters; the base is always the same
    private static Trainer<Batch> trainer(long seed) {
        DecoderModel model = new DecoderModel(GptConfig.of(32, 8, 16, 2, 2), 7);
        Lora.add(model, CONFIG, new RandomState(seed));
        return Pretraining.trainer(model, TrainingData.only(new DataLoader<>(
                new TokenDataset(TokenSequence.of(ids()), 8, 8), BatchOrder.shuffled(4, 1))),
                TrainingConfig.of(new LearningRateSchedule(2e-2, 1e-3, 2, 30)));
    }

    private static Map<String, float[]> values(Trainer<Batch> trainer) {
        Map<String, float[]> values = new LinkedHashMap<>();
        trainer.learner().model().namedParameters().forEach((name, parameter) ->
                values.put(name, parameter.toArray()));
        return values;
    }

    @Test
    @DisplayName("changes them and nothing else, and lowers the loss")
    void onlyAdapters() {
        Trainer<Batch> trainer = trainer(1);
        Map<String, float[]> before = values(trainer);
        trainer.run(TrainingListener.silent());
        values(trainer).forEach((name, values) -> {
            boolean learns = name.contains(".lora.");
            assertThat(Arrays.equals(values, before.get(name))).as(name)
                    .isEqualTo(!learns);
        });
        assertThat(trainer.log().rows().getLast().trainingLoss())
                .isLessThan(trainer.log().rows().getFirst().trainingLoss() - 0.3);
    }

    @Test
    @DisplayName("goes on from a checkpoint, which holds them alone, as if it had not stopped")
    void checkpoint() throws IOException {
        Trainer<Batch> whole = trainer(1);
        whole.run(TrainingListener.silent());
        Trainer<Batch> stopped = trainer(1);
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
        Path checkpoint = Checkpoint.latest(folder).orElseThrow();
        Trainer<Batch> resumed = trainer(99);                // everything comes from the checkpoint
        Checkpoint.restore(resumed, checkpoint);
        resumed.run(TrainingListener.silent());
        Map<String, float[]> want = values(whole);
        values(resumed).forEach((name, values) ->
                assertThat(values).as(name).containsExactly(want.get(name)));
        try (Safetensors file = Safetensors.open(checkpoint.resolve("weights.safetensors"))) {
            Set<String> others = file.names().stream().filter(name -> !name.contains(".lora."))
                    .collect(Collectors.toSet());
            assertThat(others).isEmpty();
            assertThat(file.names()).hasSize(2 * (1 + 3 + 2) + 2);   // of each block, and the head
        }
    }
}
