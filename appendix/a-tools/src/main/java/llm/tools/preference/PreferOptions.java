package llm.tools.preference;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import llm.preference.DpoLoss;
import llm.preference.DpoLoss.Form;
import llm.preference.LogProb;
import llm.tools.cli.Bounds;
import llm.tools.cli.WrongUsage;
import llm.tools.finetune.AssistantOptions;
import llm.tools.train.TrainingOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How DPO goes: a mixin. What is not given is as usual, or, when a training is resumed, as in that
/// training.
final class PreferOptions {
    private static final TrainingOptions.Usual USUAL = new TrainingOptions.Usual(8, 1, 1e-4, 0);
    private static final double BETA = 0.1;

    @Mixin
    private AssistantOptions assistant = new AssistantOptions();

    @Option(names = "--loss", paramLabel = "FORM",
            description = "sigmoid (the paper's), robust, hinge or ipo (default sigmoid).")
    private @Nullable String form;

    @Bounds(from = 0, to = 1e6, above = true)
    @Option(names = "--beta", paramLabel = "B",
            description = "How dear a step away from the reference is (default " + BETA + ").")
    private @Nullable Double beta;

    @Bounds(from = 0, to = 0.5)
    @Option(names = "--label-smoothing", paramLabel = "E",
            description = "Share of pairs that may be the wrong way round (default 0).")
    private @Nullable Double labelSmoothing;

    @Option(names = "--logprob", paramLabel = "HOW",
            description = "Log-probability of an answer: the sum over its tokens, or their mean "
                    + "(default sum).")
    private @Nullable String logProb;

    /// @throws IllegalArgumentException if a new training lacks what it begins with
    void requireSource() {
        assistant.requireSource();
        loss();
        logProb();
    }

    private DpoLoss loss() {
        return new DpoLoss(named(Form.class, "--loss", form == null ? "sigmoid" : form),
                beta == null ? BETA : beta, labelSmoothing == null ? 0 : labelSmoothing);
    }

    private LogProb logProb() {
        return named(LogProb.class, "--logprob", logProb == null ? "sum" : logProb);
    }

    /// The constant of this name, whatever its case.
    static <E extends Enum<E>> E named(Class<E> type, String option, String name) {
        for (E each : type.getEnumConstants()) {
            if (each.name().equalsIgnoreCase(name)) {
                return each;
            }
        }
        throw new WrongUsage("%s must be one of %s, got %s.".formatted(option,
                String.join(", ", Arrays.stream(type.getEnumConstants())
                        .map(each -> each.name().toLowerCase(Locale.ROOT)).toList()), name));
    }

    Path data() {
        return assistant.data();
    }

    long seed() {
        return assistant.training().seed();
    }

    /// The settings of a new training.
    ///
    /// @param pairs to learn from
    PreferSettings settings(int pairs) {
        return new PreferSettings(assistant.settings(), loss(), logProb(),
                assistant.training().settings(USUAL, pairs));
    }

    /// @throws IllegalArgumentException if an option is given that differs from the training that
    ///         is to be resumed
    void requireAgreement(PreferSettings stored, int pairs) {
        assistant.requireAgreement(stored.base());
        TrainingOptions.requireSame("--loss", form == null ? null : loss().form(),
                stored.loss().form());
        TrainingOptions.requireSame("--beta", beta, stored.loss().beta());
        TrainingOptions.requireSame("--label-smoothing", labelSmoothing,
                stored.loss().labelSmoothing());
        TrainingOptions.requireSame("--logprob", logProb == null ? null : logProb(),
                stored.logProb());
        assistant.training().requireAgreement(stored.training(),
                assistant.training().settings(USUAL, pairs));
    }
}
