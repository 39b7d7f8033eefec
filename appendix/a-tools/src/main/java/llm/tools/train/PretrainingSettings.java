package llm.tools.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import llm.model.DecoderConfig;
import llm.model.DecoderModel;
import llm.model.ModernConfig;
import llm.pretrain.Plan;
import llm.pretrain.Preset;
import llm.pretrain.Pretraining;
import llm.pretrain.Recipe;
import llm.tensor.optim.Optimizer;
import llm.tools.cli.WrongUsage;
import llm.train.TrainingConfig;

/// All that a pretraining depends on beside its data; kept in the output folder so that a resumed
/// run is the same run.
///
/// @param preset   sizes of the model
/// @param context  tokens of an example
/// @param smear    whether each token sees the one before
/// @param training how it is trained
public record PretrainingSettings(String preset, int context, boolean smear,
                                  TrainingSettings training) {
    private static final String FILE = "pretraining.json";

    public PretrainingSettings {
        if (context < 1) {
            throw new IllegalArgumentException("context must be 1 or more, got " + context);
        }
    }

    /// A preset as it is meant.
    public static PretrainingSettings of(Preset preset, int steps, long seed) {
        return new PretrainingSettings(preset.name(), preset.config().contextLength(), false,
                TrainingSettings.of(preset.batch(), steps, preset.learningRate(),
                        Pretraining.WEIGHT_DECAY).withSeed(seed));
    }

    /// Whether a pretraining was begun in this folder.
    static boolean isIn(Path folder) {
        return Files.exists(folder.resolve(FILE));
    }

    void write(Path folder) throws IOException {
        TrainingSettings.write(this, folder.resolve(FILE));
    }

    /// @throws IllegalArgumentException if the file is broken
    static PretrainingSettings read(Path folder) throws IOException {
        return TrainingSettings.read(folder.resolve(FILE), PretrainingSettings.class);
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
        throw new WrongUsage(
                "--smear must be with a preset of the modern form, got " + preset + ".");
    }

    DecoderModel model(int vocabSize) {
        return recipe().model(config(vocabSize), training.seed());
    }

    /// One step of the training, for a plan.
    Plan.Step step(int vocabSize) {
        return new Plan.Step(config(vocabSize), recipe(), training.batch(), context,
                training.memory());
    }

    TrainingConfig config() {
        return training.config(recipe().schedule(training.learningRate(), training.warmup(),
                training.steps()));
    }

    Optimizer optimizer(DecoderModel model) {
        return recipe().optimizer(model, training.adam(), training.weightDecay());
    }

    /// Tokens that all steps read together.
    long tokens() {
        return (long) training.steps() * training.accumulate() * training.batch() * context;
    }
}
