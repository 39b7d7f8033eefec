package llm.tools.bench;

import java.time.Duration;
import java.util.concurrent.Callable;
import llm.bench.DecodeBenchmark;
import llm.tools.cli.Bounds;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import llm.tools.cli.JsonOption;
import llm.tools.cli.Progress;
import llm.tools.model.DTypeOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Generating one token after another.
@Command(
        name = "decode",
        header = "Measure generation with a KV cache, one sequence, greedy.",
        synopsisHeading = "Usage: ",
        optionListHeading = "%nOptions:%n",
        footer = {"", "Example:",
                "  ./llm bench decode --model gpt2-124m --context 32 --steps 64 --dtype int8"})
final class BenchDecodeCommand implements Callable<Integer> {

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private ModelSizeOptions size = new ModelSizeOptions();

    @Mixin
    private DTypeOption dtype = new DTypeOption();

    @Bounds(from = 1, to = Bounds.MANY)
    @Option(names = "--context", paramLabel = "N", defaultValue = "32",
            description = "Tokens of the prompt (default ${DEFAULT-VALUE}).")
    private int prompt;

    @Bounds(from = 1, to = Bounds.MANY)
    @Option(names = "--steps", paramLabel = "N", defaultValue = "64",
            description = "Tokens to generate (default ${DEFAULT-VALUE}).")
    private int tokens;

    @Bounds(from = 0, to = Bounds.MANY)
    @Option(names = "--warmup", paramLabel = "S", defaultValue = "8",
            description = "Seconds of generating before them, while the compiler works "
                    + "(default ${DEFAULT-VALUE}).")
    private int warmup;

    /// The result as JSON.
    ///
    /// @param readGbPerSecond            weights read per second, in 10⁹ bytes
    /// @param bandwidthLimitGBPerSecond  what the device reads, or copies, at best in the same run
    /// @param limitShare                 the former by the latter
    record Result(String dtype, double msPerStep, double bestMsPerStep, double tokensPerSecond,
                  double prefillMs, double prefillTokensPerSecond, double readGbPerSecond,
                  double bandwidthLimitGBPerSecond, double limitShare,
                  @Nullable Long peakRssMiB) {}

    @Override
    public Integer call() {
        DecodeBenchmark benchmark = new DecodeBenchmark(size.anyConfig(prompt + tokens),
                dtype.dtype(), prompt, tokens, Duration.ofSeconds(warmup));
        DecodeBenchmark.Result measured;
        try (Progress progress = common.progress("Generating", "tokens", tokens)) {
            measured = benchmark.run(token -> progress.reached(token, ""));
        }
        Result result = result(measured);
        json.print(result, common.out(), out -> out.printf(
                "%.1f tokens/s (%.1f ms per token) in %s; prompt of %d tokens in %.0f ms "
                        + "(%.0f tokens/s); reads %.1f of %.1f GB/s (%.0f %%)%n",
                result.tokensPerSecond, result.msPerStep, result.dtype, prompt, result.prefillMs,
                result.prefillTokensPerSecond, result.readGbPerSecond,
                result.bandwidthLimitGBPerSecond, 100 * result.limitShare));
        return ExitCode.SUCCESS;
    }

    private Result result(DecodeBenchmark.Result measured) {
        return new Result(DTypeOption.name(dtype.dtype()),
                measured.tokenTimes().medianMillis(), measured.tokenTimes().bestMillis(),
                measured.tokensPerSecond(), measured.prefillMillis(),
                1000 * prompt / measured.prefillMillis(), measured.readGbPerSecond(),
                measured.limitGbPerSecond(),
                measured.readGbPerSecond() / measured.limitGbPerSecond(),
                measured.peakMiB().isPresent() ? measured.peakMiB().getAsLong() : null);
    }
}
