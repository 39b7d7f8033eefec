package llm.tools.finetune;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import llm.pretrain.folder.LoadOptions;
import llm.tensor.backend.DType;
import llm.tools.cli.HumanReadable;
import llm.tools.cli.ModelPath;
import llm.tools.cli.WrongUsage;
import llm.tools.model.DTypeOption;
import llm.tools.train.TrainingOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The model that a finetuning begins with, its adapters, and how they are trained: a mixin.
public final class BaseOptions {
    private static final String LORA = "lora";

    @Option(names = "--model", paramLabel = "DIR|NAME",
            converter = ModelPath.class, completionCandidates = ModelPath.class,
            description = "The language model to begin with: a folder.")
    private @Nullable Path model;

    @Option(names = "--dtype", paramLabel = "DTYPE",
            completionCandidates = DTypeOption.Names.class,
            description = "How the frozen model is kept, where adapters learn: f32, bf16 or int8 "
                    + "(default f32).")
    private @Nullable String dtype;

    @Mixin
    private LoraOptions lora = new LoraOptions();

    @Mixin
    private TrainingOptions training = new TrainingOptions();

    /// @param data what is to be learned from
    /// @throws IllegalArgumentException if a new training lacks what it begins with
    void requireWith(@Nullable Path data) {
        if (model == null || data == null) {
            throw new WrongUsage("A new training needs --model and --data, got no "
                    + (model == null ? "--model." : "--data."));
        }
    }

    /// The folder of a new training's model.
    String model() {
        return Objects.requireNonNull(model).toString();
    }

    /// How the model is kept in a new training.
    ///
    /// @param layers what learns
    /// @throws IllegalArgumentException if what learns would be kept in fewer bits than float32
    String dtype(String layers) {
        String kept = dtype != null ? dtype : DTypeOption.name(DType.F32);
        if (DTypeOption.of(kept) != DType.F32 && !layers.equals(LORA)) {
            throw new WrongUsage("--dtype " + kept + " must be with --train-layers "
                    + "lora, since only float32 learns, got " + layers + ".");
        }
        return kept;
    }

    LoraSettings lora() {
        return lora.settings();
    }

    TrainingOptions training() {
        return training;
    }

    /// How the base is loaded.
    public static LoadOptions loadOptions(String kept, PrintWriter err) {
        return LoadOptions.of(DTypeOption.of(kept)).telling(
                line -> err.println(HumanReadable.line(line)));
    }

    /// @throws IllegalArgumentException if an option is given that differs from the training that
    ///         is to be resumed
    void requireAgreement(String storedModel, String storedDtype, LoraSettings storedLora) {
        TrainingOptions.requireSame("--model", model == null ? null : model.toString(),
                storedModel);
        TrainingOptions.requireSame("--dtype", dtype, storedDtype);
        lora.requireAgreement(storedLora);
    }
}
