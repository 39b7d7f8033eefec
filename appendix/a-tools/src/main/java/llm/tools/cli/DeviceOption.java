package llm.tools.cli;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import llm.tensor.Backends;
import llm.tensor.backend.Backend;
import llm.tensor.backend.Precision;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// Where a command computes, and in how many bits it multiplies: a mixin.
public final class DeviceOption {
    @Option(names = "--device", paramLabel = "DEVICE", completionCandidates = Devices.class,
            description = "Where to compute: cpu, cuda, cuda:1, …, plain or auto (default cpu).")
    private @Nullable String device;

    @Option(names = "--precision", paramLabel = "PRECISION",
            completionCandidates = Precisions.class,
            description = "In how many bits products are computed: f32, and on a GPU tf32 or bf16 "
                    + "(default f32).")
    private @Nullable String precision;

    /// For shells that complete.
    static final class Devices implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("cpu", "cuda", "plain", "auto").iterator();
        }
    }

    /// For shells that complete.
    static final class Precisions implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("f32", "tf32", "bf16").iterator();
        }
    }

    /// Makes the choice of a command line count, before its command runs.
    ///
    /// @throws ParameterException if there is no such device, or it cannot do what is asked
    public static void use(ParseResult parsed) {
        for (OptionSpec option : parsed.matchedOptions()) {
            if (holder(option) instanceof DeviceOption chosen) {
                try {
                    chosen.use();
                } catch (IllegalArgumentException e) {
                    throw new ParameterException(option.command().commandLine(),
                            e.getMessage() + ".", e);
                }
                return;
            }
        }
    }

    private static @Nullable Object holder(OptionSpec option) {
        try {
            return option.scope().get();
        } catch (Exception e) {                              // as picocli declares it
            throw new IllegalStateException(e);
        }
    }

    private void use() {
        Backend chosen = device == null ? Backends.current() : Backends.named(device);
        chosen.usePrecision(precision());
        Backends.use(chosen);
    }

    private Precision precision() {
        if (precision == null) {
            return Precision.F32;
        }
        for (Precision each : Precision.values()) {
            if (precision.equals(each.name().toLowerCase(Locale.ROOT))) {
                return each;
            }
        }
        throw new IllegalArgumentException("--precision must be f32, tf32 or bf16, got "
                + precision);
    }
}
