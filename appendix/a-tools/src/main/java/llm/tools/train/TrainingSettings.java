package llm.tools.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import llm.pretrain.MemorySaving;
import llm.tensor.file.AtomicFile;
import llm.tensor.optim.AdamConfig;
import llm.text.dataset.BatchOrder;
import llm.text.files.JsonFile;
import llm.train.LearningRateSchedule;
import llm.train.TrainingConfig;
import llm.train.TrainingLog;

/// How a training goes, whatever it is that learns; kept in its folder, so that a resumed run is
/// the same run.
///
/// @param batch        examples of a step
/// @param steps        updates in all
/// @param learningRate largest, see [LearningRateSchedule]
/// @param warmup       steps until the largest learning rate
/// @param accumulate   batches that make up one step
/// @param patience     evaluations without a better one that end the training; 0 for never
/// @param memory       what is done to need less of it
public record TrainingSettings(int batch, int steps, double learningRate, int warmup,
                               double weightDecay, double gradientClip, int accumulate, long seed,
                               int evalEvery, int saveEvery, int patience, MemorySaving memory) {
    /// Takes no other type for the one that is wanted, as `1.5` or `"1"` for a whole number.
    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build();

    public TrainingSettings {
        memory = Objects.requireNonNullElse(memory, MemorySaving.NONE); // a file may lack it
        if (batch < 1 || steps < 1 || accumulate < 1) {
            throw new IllegalArgumentException(
                    "batch, steps and accumulate must be 1 or more, got %d, %d and %d"
                            .formatted(batch, steps, accumulate));
        }
    }

    /// What most trainings need not say.
    public static TrainingSettings of(int batch, int steps, double learningRate,
                                      double weightDecay) {
        return new TrainingSettings(batch, steps, learningRate,
                LearningRateSchedule.defaultWarmup(steps), weightDecay,
                TrainingConfig.GRADIENT_CLIP, 1, 1, TrainingConfig.defaultEvalEvery(steps), 0, 0,
                MemorySaving.NONE);
    }

    public TrainingSettings withSeed(long other) {
        return new TrainingSettings(batch, steps, learningRate, warmup, weightDecay, gradientClip,
                accumulate, other, evalEvery, saveEvery, patience, memory);
    }

    /// The same in smaller batches, more of which make up a step.
    public TrainingSettings inBatchesOf(int examples) {
        return new TrainingSettings(examples, steps, learningRate, warmup, weightDecay,
                gradientClip, accumulate * batch / examples, seed, evalEvery, saveEvery, patience,
                memory);
    }

    /// @param schedule the learning rates
    public TrainingConfig config(LearningRateSchedule schedule) {
        return new TrainingConfig(schedule, gradientClip, accumulate, evalEvery, saveEvery,
                patience);
    }

    public AdamConfig adam() {
        return AdamConfig.LANGUAGE_MODEL.withMoments(memory.moments());
    }

    public BatchOrder order() {
        return BatchOrder.shuffled(batch, seed);
    }

    /// The step whose model is written: the last one, or with patience the best.
    public TrainingLog.Row result(TrainingLog log) {
        return patience > 0 ? log.best().orElseThrow() : log.rows().getLast();
    }

    /// Whether the training has come to its end.
    boolean isCompleted(TrainingLog log) {
        return !log.rows().isEmpty() && log.rows().getLast().step() >= steps
                || patience > 0 && log.evaluationsSinceBest() >= patience;
    }

    /// Writes the settings of a training, of which these may be a part.
    public static void write(Object settings, Path file) throws IOException {
        AtomicFile.writeText(file,
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(settings) + "\n");
    }

    /// @throws IllegalArgumentException if the file is broken
    public static <S> S read(Path file, Class<S> settings) throws IOException {
        JsonNode json = JsonFile.readObject(file);
        try {
            return JSON.treeToValue(json, settings);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(file + " must hold the settings of a training, got: "
                    + e.getOriginalMessage().lines().findFirst().orElse("none"), e);
        }
    }
}
