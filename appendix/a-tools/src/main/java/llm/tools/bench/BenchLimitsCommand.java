package llm.tools.bench;

import java.util.concurrent.Callable;
import llm.bench.MachineLimits;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import llm.tools.cli.JsonOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// What nothing on this machine can exceed.
@Command(
        name = "limits",
        header = "Measure what this machine can do at most: its products and its memory.",
        synopsisHeading = "Usage: ",
        optionListHeading = "%nOptions:%n",
        description = {"", "The best of several large matrix products, and the best of several "
                + "readings of 512 MiB, each on all threads. What does fewer operations with each "
                + "byte than the last number says waits for memory."},
        footer = {"", "Example:", "  ./llm bench limits"})
final class BenchLimitsCommand implements Callable<Integer> {
    private static final int TIMES = 30;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    /// The result as JSON.
    ///
    /// @param gigaflopsPerSecond 10⁹ operations a second, in matrix products
    /// @param gigabytesPerSecond 10⁹ bytes a second, read from memory
    /// @param flopsPerByte       the former by the latter
    record Result(double gigaflopsPerSecond, double gigabytesPerSecond, double flopsPerByte) {}

    @Override
    public Integer call() {
        MachineLimits limits = MachineLimits.measure(TIMES);
        json.print(new Result(limits.gigaflopsPerSecond(), limits.gigabytesPerSecond(),
                limits.flopsPerByte()), common.out(), out -> out.printf(
                "products %.1f GFLOP/s; memory %.1f GB/s; both at %.1f operations per byte%n",
                limits.gigaflopsPerSecond(), limits.gigabytesPerSecond(), limits.flopsPerByte()));
        return ExitCode.SUCCESS;
    }
}
