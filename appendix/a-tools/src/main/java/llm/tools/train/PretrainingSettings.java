package llm.tools.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import llm.model.DecoderConfig;
import llm.model.DecoderModel;
import llm.model.ModernConfig;
import llm.pretrain.MemorySaving;
import llm.pretrain.Plan;
import llm.pretrain.Preset;
import llm.pretrain.Pretraining;
import llm.pretrain.Recipe;
import llm.tensor.file.AtomicFile;
import llm.tensor.optim.AdamConfig;
import llm.tensor.optim.Optimizer;
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
/// @param smear        whether each token sees the one before
public record PretrainingSettings(String preset, int context, int batch, int steps,
                                  double learningRate, int warmup, double weightDecay,
                                  double gradientClip, int accumulate, long seed, int evalEvery,
                                  int saveEvery, int patience, MemorySaving memory,
                                  boolean smear) {
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
                MemorySaving.NONE, false);
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

    private Recipe recipe() {
        return Preset.named(preset).recipe();
    }

    /// @throws IllegalArgumentException if smearing is asked of a model that cannot
    DecoderConfig config(int vocabSize) {
        DecoderConfig sizes = Preset.named(preset).config();
        DecoderConfig own = sizes.resized(vocabSize, sizes.layers()).withContextLength(context);
        if (!smear) {
            return own;
        }
        if (own instanceof ModernConfig modern) {
            return modern.withSmear(true);
        }
        throw new IllegalArgumentException(
                "--smear must be with a preset of the modern form, got " + preset + ".");
    }

    DecoderModel model(int vocabSize) {
        return recipe().model(config(vocabSize), seed);
    }

    /// One step of the training, for a plan.
    Plan.Step step(int vocabSize) {
        return new Plan.Step(config(vocabSize), recipe(), batch, context, memory);
    }

    TrainingConfig training() {
        return new TrainingConfig(recipe().schedule(learningRate, warmup, steps), gradientClip,
                accumulate, evalEvery, saveEvery, patience);
    }

    Optimizer optimizer(DecoderModel model) {
        return recipe().optimizer(model,
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
