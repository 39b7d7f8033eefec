package llm.tools.model;

import llm.tensor.backend.DType;
import llm.tools.cli.DeviceOption;
import llm.tools.cli.WrongUsage;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// In how many bits weights are kept, and where they are computed with: a mixin.
public final class DTypeOption {
    @Mixin
    private DeviceOption device = new DeviceOption();

    @Option(names = "--dtype", paramLabel = "TYPE", defaultValue = "f32",
            description = "How weights are kept: f32, bf16 or int8 (default ${DEFAULT-VALUE}).")
    private String name = "f32";

    public DType dtype() {
        return of(name);
    }

    /// The one that the command line spells so.
    public static DType of(String name) {
        for (DType dtype : DType.values()) {
            if (name.equals(name(dtype))) {
                return dtype;
            }
        }
        throw new WrongUsage("--dtype must be f32, bf16 or int8, got " + name + ".");
    }

    /// How the command line spells it.
    public static String name(DType dtype) {
        return switch (dtype) {
            case F32 -> "f32";
            case BF16 -> "bf16";
            case INT8 -> "int8";
        };
    }
}
