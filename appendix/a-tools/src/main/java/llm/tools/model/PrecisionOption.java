package llm.tools.model;

import llm.tensor.backend.Precision;
import picocli.CommandLine.Option;

/// In how many bits weights are kept: a mixin.
public final class PrecisionOption {
    @Option(names = "--dtype", paramLabel = "TYPE", defaultValue = "f32",
            description = "How weights are kept: f32, bf16 or int8 (default ${DEFAULT-VALUE}).")
    private String name = "f32";

    public Precision precision() {
        for (Precision precision : Precision.values()) {
            if (name.equals(name(precision))) {
                return precision;
            }
        }
        throw new IllegalArgumentException("--dtype must be f32, bf16 or int8, got " + name + ".");
    }

    /// How the command line spells it.
    public static String name(Precision precision) {
        return switch (precision) {
            case F32 -> "f32";
            case BF16 -> "bf16";
            case INT8 -> "int8";
        };
    }
}
