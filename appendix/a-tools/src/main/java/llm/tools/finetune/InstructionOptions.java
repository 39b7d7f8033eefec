package llm.tools.finetune;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import llm.instruct.Masking;
import llm.instruct.PromptFormat;
import llm.pretrain.folder.LoadOptions;
import llm.tensor.backend.DType;
import llm.tools.model.DTypeOption;
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

    @Option(names = "--model", paramLabel = "DIR",
            description = "The language model to begin with: a folder.")
    private @Nullable Path model;

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

    @Option(names = "--dtype", paramLabel = "TYPE",
            description = "How the frozen model is kept, where adapters learn: f32, bf16 or int8 "
                    + "(default f32).")
    private @Nullable String dtype;

    @Mixin
    private LoraOptions lora = new LoraOptions();

    @Mixin
    private TrainingOptions training = new TrainingOptions();

    /// @throws IllegalArgumentException if a new training lacks what it begins with
    void requireSource() {
        if (model == null || data == null) {
            throw new IllegalArgumentException("A new training needs --model and --data, got no "
                    + (model == null ? "--model." : "--data."));
        }
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
        return training.seed();
    }

    /// The settings of a new training.
    ///
    /// @param instructions to learn from
    InstructionSettings settings(int instructions) {
        String kept = or(dtype, F32);
        String chosen = or(layers, "all");
        if (DTypeOption.of(kept) != DType.F32 && !chosen.equals("lora")) {
            throw new IllegalArgumentException("--dtype " + kept + " must be with --train-layers "
                    + "lora, since only float32 learns, got " + chosen + ".");
        }
        return new InstructionSettings(Objects.requireNonNull(model).toString(), kept, chosen,
                or(format, FORMAT), or(mask, "prompt"), lora.settings(),
                training.settings(USUAL, instructions));
    }

    /// How the base is loaded.
    LoadOptions loadOptions(String kept, PrintWriter err) {
        return LoadOptions.of(DTypeOption.of(kept)).telling(err::println);
    }

    /// @throws IllegalArgumentException if an option is given that differs from the training that
    ///         is to be resumed
    void requireAgreement(InstructionSettings stored, int instructions) {
        TrainingOptions.requireSame("--model", model == null ? null : model.toString(),
                stored.model());
        TrainingOptions.requireSame("--dtype", dtype, stored.dtype());
        TrainingOptions.requireSame("--train-layers", layers, stored.layers());
        TrainingOptions.requireSame("--format", format, stored.format());
        TrainingOptions.requireSame("--mask", mask, stored.masking());
        lora.requireAgreement(stored.lora());
        training.requireAgreement(stored.training(), training.settings(USUAL, instructions));
    }

    private static <T> T or(@Nullable T given, T otherwise) {
        return given != null ? given : otherwise;
    }
}
