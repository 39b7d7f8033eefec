package llm.tools.finetune;

import java.nio.file.Path;
import java.util.Objects;
import llm.instruct.PromptFormat;
import llm.tools.train.TrainingOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What every training of an assistant is told: a mixin. What is not given is as usual, or, when a
/// training is resumed, as in that training.
public final class AssistantOptions {
    static final String F32 = "f32";
    static final String ALL = "all";
    static final String FORMAT = "short";

    @Mixin
    private BaseOptions base = new BaseOptions();

    @Option(names = "--data", paramLabel = "F",
            description = "What to learn from, as JSON, which is split 85/5/10; or a folder with "
                    + "train.json, validation.json and test.json.")
    private @Nullable Path data;

    @Option(names = "--train-layers", paramLabel = "WHICH",
            description = "What learns: all or lora (default all).")
    private @Nullable String layers;

    @Option(names = "--format", paramLabel = "NAME",
            description = "How instructions are laid out: short, alpaca, phi3, or a chat "
                    + "template's name "
                    + "(default " + FORMAT + ").")
    private @Nullable String format;

    /// @throws IllegalArgumentException if a new training lacks what it begins with
    public void requireSource() {
        base.requireWith(data);
        PromptFormat.named(or(format, FORMAT));
        if (!or(layers, ALL).matches("all|lora")) {
            throw new IllegalArgumentException(
                    "--train-layers must be all or lora, got " + layers + ".");
        }
    }

    public Path data() {
        return Objects.requireNonNull(data);
    }

    public TrainingOptions training() {
        return base.training();
    }

    /// The settings of a new training.
    public AssistantSettings settings() {
        String chosen = or(layers, ALL);
        return new AssistantSettings(base.model(), base.dtype(chosen), chosen, or(format, FORMAT),
                base.lora());
    }

    /// @throws IllegalArgumentException if an option is given that differs from the training that
    ///         is to be resumed
    public void requireAgreement(AssistantSettings stored) {
        base.requireAgreement(stored.model(), stored.dtype(), stored.lora());
        TrainingOptions.requireSame("--train-layers", layers, stored.layers());
        TrainingOptions.requireSame("--format", format, stored.format());
    }

    private static <T> T or(@Nullable T given, T otherwise) {
        return given != null ? given : otherwise;
    }
}
