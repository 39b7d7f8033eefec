package llm.tools.train;

import llm.pretrain.MemorySaving;
import llm.tensor.backend.DType;
import llm.tools.cli.WrongUsage;
import llm.tools.model.DTypeOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How a training needs less memory: a mixin.
public final class MemorySavingOptions {
    @Option(names = "--recompute-activations",
            description = "Compute blocks again in backward instead of keeping what is inside: "
                    + "less memory, up to a third more time, the same results.")
    private @Nullable Boolean recomputeActivations;

    @Option(names = "--moments", paramLabel = "TYPE",
            description = "How the optimizer's moments are kept: f32 or bf16 (default f32).")
    private @Nullable String moments;

    public MemorySaving saving() {
        return new MemorySaving(Boolean.TRUE.equals(recomputeActivations), dtype());
    }

    private DType dtype() {
        return switch (moments) {
            case null -> DType.F32;
            case "f32" -> DType.F32;
            case "bf16" -> DType.BF16;
            default -> throw new WrongUsage(
                    "--moments must be f32 or bf16, got " + moments + ".");
        };
    }

    /// @throws IllegalArgumentException if an option is given that differs from the training that
    ///         is to be resumed
    void requireAgreement(MemorySaving stored) {
        TrainingOptions.requireSame("--recompute-activations", recomputeActivations,
                stored.recomputeActivations());
        TrainingOptions.requireSame("--moments", moments,
                DTypeOption.name(stored.moments()));
    }
}
