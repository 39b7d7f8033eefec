package llm.tools.model;

import java.util.Arrays;
import java.util.Iterator;
import llm.tensor.backend.DType;
import llm.tools.cli.DeviceOption;
import llm.tools.cli.WrongUsage;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// In how many bits weights are kept, and where they are computed with: a mixin.
public final class DTypeOption {
    @Mixin
    private DeviceOption device = new DeviceOption();

    @Option(names = "--dtype", paramLabel = "DTYPE", defaultValue = "f32",
            completionCandidates = DTypeOption.Names.class,
            description = "How weights are kept: f32, bf16 or int8 (default ${DEFAULT-VALUE}).")
    private String name = "f32";

    /// All of them, for shells that complete.
    public static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(DType.values()).map(DTypeOption::name).iterator();
        }
    }

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
