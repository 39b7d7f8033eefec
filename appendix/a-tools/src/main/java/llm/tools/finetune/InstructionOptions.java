package llm.tools.finetune;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import llm.instruct.Masking;
import llm.instruct.PromptFormat;
import llm.tools.train.TrainingOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How an assistant is trained: a mixin. What is not given is as usual, or, when a training is
/// resumed, as in that training.
final class InstructionOptions {
    static final String F32 = "f32";
    static final String FORMAT = "short";
    private static final TrainingOptions.Usual USUAL =
            new TrainingOptions.Usual(8, 2, 1e-3, 0.1);

    @Mixin
    private BaseOptions base = new BaseOptions();

    @Option(names = "--data", paramLabel = "F",
            description = "Instructions as JSON in the fields of Alpaca, which are split 85/5/10; "
                    + "or a folder with train.json, validation.json and test.json.")
    private @Nullable Path data;

    @Option(names = "--train-layers", paramLabel = "WHICH",
            description = "What learns: all or lora (default all).")
    private @Nullable String layers;

    @Option(names = "--format", paramLabel = "NAME",
            description = "How instructions are laid out: short, alpaca, phi3, or a chat "
                    + "template's name "
                    + "(default " + FORMAT + ").")
    private @Nullable String format;

    @Option(names = "--mask", paramLabel = "WHAT",
            description = "What of an example is not trained: nothing, query (but the header of "
                    + "the answer is) or prompt (default prompt).")
    private @Nullable String mask;

    /// @throws IllegalArgumentException if a new training lacks what it begins with
    void requireSource() {
        base.requireWith(data);
        PromptFormat.named(or(format, FORMAT));
        masking(or(mask, "prompt"));
        if (!or(layers, "all").matches("all|lora")) {
            throw new IllegalArgumentException(
                    "--train-layers must be all or lora, got " + layers + ".");
        }
    }

    static Masking masking(String name) {
        return Arrays.stream(Masking.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "--mask must be nothing, query or prompt, got " + name + "."));
    }

    Path data() {
        return Objects.requireNonNull(data);
    }

    long seed() {
        return base.training().seed();
    }

    /// The settings of a new training.
    ///
    /// @param instructions to learn from
    InstructionSettings settings(int instructions) {
        String chosen = or(layers, "all");
        return new InstructionSettings(base.model(), base.dtype(chosen), chosen,
                or(format, FORMAT), or(mask, "prompt"), base.lora(),
                base.training().settings(USUAL, instructions));
    }

    /// @throws IllegalArgumentException if an option is given that differs from the training that
    ///         is to be resumed
    void requireAgreement(InstructionSettings stored, int instructions) {
        base.requireAgreement(stored.model(), stored.dtype(), stored.lora());
        TrainingOptions.requireSame("--train-layers", layers, stored.layers());
        TrainingOptions.requireSame("--format", format, stored.format());
        TrainingOptions.requireSame("--mask", mask, stored.masking());
        base.training().requireAgreement(stored.training(),
                base.training().settings(USUAL, instructions));
    }

    private static <T> T or(@Nullable T given, T otherwise) {
        return given != null ? given : otherwise;
    }
}
