package llm.tools;

import java.util.concurrent.Callable;
import llm.bench.DecodeBenchmark;
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
        footer = {"", "Example:", "  ./llm bench decode --model gpt2-124m --context 32 --steps 64"})
final class BenchDecodeCommand implements Callable<Integer> {
    private static final int WARMUP = 16;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private ModelSizeOptions size = new ModelSizeOptions();

    @Option(names = "--context", paramLabel = "N", defaultValue = "32",
            description = "Tokens of the prompt (default ${DEFAULT-VALUE}).")
    private int prompt;

    @Option(names = "--steps", paramLabel = "N", defaultValue = "64",
            description = "Tokens to generate (default ${DEFAULT-VALUE}).")
    private int tokens;

    /// The result as JSON.
    record Result(double msPerStep, double bestMsPerStep, double tokensPerSecond,
                  double prefillMs, double readGbPerSecond, @Nullable Long peakRssMiB) {}

    @Override
    public Integer call() {
        DecodeBenchmark benchmark = new DecodeBenchmark(size.config(prompt + tokens + WARMUP),
                prompt, tokens, WARMUP);
        DecodeBenchmark.Result measured;
        try (Progress progress = common.progress("Generating", "tokens", (long) WARMUP + tokens)) {
            measured = benchmark.run(token -> progress.reached(token, ""));
        }
        Result result = new Result(measured.tokenTimes().medianMillis(),
                measured.tokenTimes().bestMillis(), measured.tokensPerSecond(),
                measured.prefillMillis(), measured.readGbPerSecond(),
                Machine.peakRssMiB());
        json.print(result, common.out(), out -> out.printf(
                "%.1f tokens/s (%.1f ms per token); prompt of %d tokens in %.0f ms; reads "
                        + "%.1f GB/s%n",
                result.tokensPerSecond, result.msPerStep, prompt, result.prefillMs,
                result.readGbPerSecond));
        return Llm.SUCCESS;
    }
}
