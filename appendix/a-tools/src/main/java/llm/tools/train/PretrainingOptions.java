package llm.tools.train;

import java.util.Iterator;
import llm.pretrain.Preset;
import llm.pretrain.Pretraining;
import llm.tools.cli.Bounds;
import llm.tools.cli.WrongUsage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How to pretrain: a mixin. What is not given comes from the preset, or, when a training is
/// resumed, from that training.
final class PretrainingOptions {
    private static final double EPOCHS = 1;

    @Option(names = "--preset", paramLabel = "PRESET", completionCandidates = Presets.class,
            description = Preset.NAMES + " (default tiny).")
    private @Nullable String preset;

    /// For shells that complete.
    static final class Presets implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Preset.all().stream().map(Preset::name).iterator();
        }
    }

    @Bounds(from = 1, to = 1_048_576)
    @Option(names = "--context", paramLabel = "N", description = "Tokens of an example.")
    private @Nullable Integer context;

    @Mixin
    private TrainingOptions training = new TrainingOptions();

    @Option(names = "--smear",
            description = "Let each token see the one before: learns faster, but only this book "
                    + "can load what is saved.")
    private boolean smear;

    Preset preset() {
        return preset == null ? Preset.DEFAULT
                : WrongUsage.unless(() -> Preset.named(preset));
    }

    /// The settings of a new training.
    ///
    /// @param tokens in the training part of the data
    PretrainingSettings settings(long tokens) {
        Preset chosen = preset();
        int length = context != null ? context : chosen.config().contextLength();
        TrainingOptions.Usual usual = new TrainingOptions.Usual(chosen.batch(), EPOCHS,
                chosen.learningRate(), Pretraining.WEIGHT_DECAY);
        return new PretrainingSettings(chosen.name(), length, smear,
                training.settings(usual, (double) tokens / Math.max(1, length)));
    }

    /// @throws IllegalArgumentException if an option is given that differs from the training that
    ///         is to be resumed
    void requireAgreement(PretrainingSettings stored, long tokens) {
        TrainingOptions.requireSame("--preset", preset, stored.preset());
        TrainingOptions.requireSame("--context", context, stored.context());
        TrainingOptions.requireSame("--smear", smear ? true : null, stored.smear());
        training.requireAgreement(stored.training(), settings(tokens).training());
    }
}
