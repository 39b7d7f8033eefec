package llm.tools.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import llm.model.DecoderModel;
import llm.model.GptConfig;
import llm.pretrain.MemorySaving;
import llm.pretrain.Preset;
import llm.pretrain.Pretraining;
import llm.tensor.file.AtomicFile;
import llm.tensor.optim.AdamConfig;
import llm.tensor.optim.AdamW;
import llm.text.dataset.BatchOrder;
import llm.train.LearningRateSchedule;
import llm.train.TrainingConfig;
import llm.train.TrainingLog;

/// All that a pretraining depends on beside its data; kept in the output folder so that a resumed
/// run is the same run.
///
/// @param preset       sizes of the model
/// @param context      tokens of an example
/// @param batch        examples of a step
/// @param steps        updates in all
/// @param learningRate largest, see [LearningRateSchedule]
/// @param warmup       steps until the largest learning rate
/// @param accumulate   batches that make up one step
/// @param patience     evaluations without a better one that end the training; 0 for never
/// @param memory       what is done to need less of it
public record PretrainingSettings(String preset, int context, int batch, int steps,
                                  double learningRate, int warmup, double weightDecay,
                                  double gradientClip, int accumulate, long seed, int evalEvery,
                                  int saveEvery, int patience, MemorySaving memory) {
    private static final String FILE = "pretraining.json";

    public PretrainingSettings {
        memory = Objects.requireNonNullElse(memory, MemorySaving.NONE); // a file may lack it
        if (context < 1 || batch < 1 || steps < 1 || accumulate < 1) {
            throw new IllegalArgumentException(("context, batch, steps and accumulate must be 1 or "
                    + "more, got %d, %d, %d and %d").formatted(context, batch, steps, accumulate));
        }
    }

    /// A preset as it is meant.
    public static PretrainingSettings of(Preset preset, int steps, long seed) {
        return new PretrainingSettings(preset.name(), preset.config().contextLength(),
                preset.batch(), steps, preset.learningRate(),
                LearningRateSchedule.defaultWarmup(steps), Pretraining.WEIGHT_DECAY,
                TrainingConfig.GRADIENT_CLIP, 1, seed, TrainingConfig.defaultEvalEvery(steps), 0, 0,
                MemorySaving.NONE);
    }

    /// Whether a pretraining was begun in this folder.
    static boolean isIn(Path folder) {
        return Files.exists(folder.resolve(FILE));
    }

    void write(Path folder) throws IOException {
        AtomicFile.writeText(folder.resolve(FILE), new ObjectMapper()
                .writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
    }

    /// @throws IllegalArgumentException if the file is broken
    static PretrainingSettings read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        try {
            return new ObjectMapper().readValue(file.toFile(), PretrainingSettings.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(file + " must hold the settings of a pretraining, "
                    + "got: " + e.getOriginalMessage());
        }
    }

    GptConfig model(int vocabSize) {
        return Preset.named(preset).config().withVocabSize(vocabSize).withContextLength(context);
    }

    TrainingConfig training() {
        return new TrainingConfig(LearningRateSchedule.of(learningRate, warmup, steps),
                gradientClip, accumulate, evalEvery, saveEvery, patience);
    }

    AdamW optimizer(DecoderModel model) {
        return Pretraining.optimizer(model,
                AdamConfig.LANGUAGE_MODEL.withMoments(memory.moments()), weightDecay);
    }

    /// The step whose model is written: the last one, or with patience the best.
    TrainingLog.Row result(TrainingLog log) {
        return patience > 0 ? log.best().orElseThrow() : log.rows().getLast();
    }

    BatchOrder order() {
        return BatchOrder.shuffled(batch, seed);
    }

    /// Tokens that all steps read together.
    long tokens() {
        return (long) steps * accumulate * batch * context;
    }
}
