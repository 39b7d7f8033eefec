package llm.tools.finetune;

import java.nio.file.Path;
import java.util.Objects;
import llm.instruct.PromptFormat;
import llm.tools.cli.WrongUsage;
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
    static final String GPT = "gpt";
    static final String MODERN = "modern";

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

    @Option(names = "--recipe", paramLabel = "NAME",
            description = "What moves the weights: gpt (AdamW and a cosine), or modern (Muon and a "
                    + "rate that falls straight to 0), with which small models that were "
                    + "pretrained so learn several times faster; its rates are about 0.02 "
                    + "(default " + GPT + ").")
    private @Nullable String recipe;

    /// @throws IllegalArgumentException if a new training lacks what it begins with
    public void requireSource() {
        base.requireWith(data);
        WrongUsage.unless(() -> PromptFormat.named(or(format, FORMAT)));
        if (!or(layers, ALL).matches("all|lora")) {
            throw new WrongUsage(
                    "--train-layers must be all or lora, got " + layers + ".");
        }
        boolean modern = or(recipe, GPT).equals(MODERN);
        if (!modern && !or(recipe, GPT).equals(GPT) || modern && !or(layers, ALL).equals(ALL)) {
            throw new WrongUsage("--recipe must be gpt, or modern where all layers "
                    + "learn, got " + recipe + " and --train-layers " + or(layers, ALL) + ".");
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
                or(recipe, GPT), base.lora());
    }

    /// @throws IllegalArgumentException if an option is given that differs from the training that
    ///         is to be resumed
    public void requireAgreement(AssistantSettings stored) {
        base.requireAgreement(stored.model(), stored.dtype(), stored.lora());
        TrainingOptions.requireSame("--train-layers", layers, stored.layers());
        TrainingOptions.requireSame("--format", format, stored.format());
        TrainingOptions.requireSame("--recipe", recipe, stored.recipe());
    }

    private static <T> T or(@Nullable T given, T otherwise) {
        return given != null ? given : otherwise;
    }
}
