package llm.tools.finetune;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import llm.instruct.Masking;
import llm.tools.cli.WrongUsage;
import llm.tools.train.TrainingOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How an assistant is trained on instructions: a mixin. What is not given is as usual, or, when a
/// training is resumed, as in that training.
final class InstructionOptions {
    static final String MASK = "prompt";
    private static final TrainingOptions.Usual USUAL =
            new TrainingOptions.Usual(8, 2, 1e-3, 0.1);
    /// Muon's steps are as long as they are told, whatever the gradient: its rates are larger.
    private static final TrainingOptions.Usual USUAL_MODERN =
            new TrainingOptions.Usual(8, 2, 0.02, 0.1);

    @Mixin
    private AssistantOptions assistant = new AssistantOptions();

    @Option(names = "--mask", paramLabel = "WHAT",
            description = "What of an example is not trained: nothing, query (but the header of "
                    + "the answer is) or prompt (default " + MASK + ").")
    private @Nullable String mask;

    /// @throws IllegalArgumentException if a new training lacks what it begins with
    void requireSource() {
        assistant.requireSource();
        masking(mask());
    }

    static Masking masking(String name) {
        return Arrays.stream(Masking.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(name)).findFirst()
                .orElseThrow(() -> new WrongUsage(
                        "--mask must be nothing, query or prompt, got " + name + "."));
    }

    private String mask() {
        return mask != null ? mask : MASK;
    }

    Path data() {
        return assistant.data();
    }

    long seed() {
        return assistant.training().seed();
    }

    /// The settings of a new training.
    ///
    /// @param instructions to learn from
    InstructionSettings settings(int instructions) {
        AssistantSettings how = assistant.settings();
        return new InstructionSettings(how, mask(), assistant.training().settings(
                how.recipe().equals(AssistantOptions.MODERN) ? USUAL_MODERN : USUAL,
                instructions));
    }

    /// @throws IllegalArgumentException if an option is given that differs from the training that
    ///         is to be resumed
    void requireAgreement(InstructionSettings stored, int instructions) {
        assistant.requireAgreement(stored.base());
        TrainingOptions.requireSame("--mask", mask, stored.masking());
        assistant.training().requireAgreement(stored.training(),
                assistant.training().settings(USUAL, instructions));
    }
}
