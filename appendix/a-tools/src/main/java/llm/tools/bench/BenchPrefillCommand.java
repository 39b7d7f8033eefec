package llm.tools.bench;

import java.util.concurrent.Callable;
import llm.bench.PrefillBenchmark;
import llm.tools.cli.Bounds;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import llm.tools.cli.JsonOption;
import llm.tools.cli.Machine;
import llm.tools.cli.Progress;
import llm.tools.model.DTypeOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Reading a prompt.
@Command(
        name = "prefill",
        header = "Measure how fast a prompt is read, one sequence, up to its next token.",
        synopsisHeading = "Usage: ",
        optionListHeading = "%nOptions:%n",
        footer = {"", "Example:", "  ./llm bench prefill --model gpt2-124m --context 512"})
final class BenchPrefillCommand implements Callable<Integer> {
    private static final int WARMUP = 3;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private ModelSizeOptions size = new ModelSizeOptions();

    @Mixin
    private DTypeOption dtype = new DTypeOption();

    @Bounds(from = 1, to = Bounds.MANY)
    @Option(names = "--context", paramLabel = "N", defaultValue = "512",
            description = "Tokens of the prompt (default ${DEFAULT-VALUE}).")
    private int prompt;

    @Bounds(from = 1, to = Bounds.MANY)
    @Option(names = "--steps", paramLabel = "N", defaultValue = "10",
            description = "How often it is read (default ${DEFAULT-VALUE}).")
    private int runs;

    /// The result as JSON.
    record Result(String dtype, double msPerStep, double bestMsPerStep, double tokensPerSecond,
                  @Nullable Long peakRssMiB) {}

    @Override
    public Integer call() {
        PrefillBenchmark benchmark = new PrefillBenchmark(size.anyConfig(prompt),
                dtype.dtype(), prompt, runs, WARMUP);
        PrefillBenchmark.Result measured;
        try (Progress progress = common.progress("Reading", "prompts", (long) WARMUP + runs)) {
            measured = benchmark.run(run -> progress.reached(run, ""));
        }
        Result result = new Result(DTypeOption.name(dtype.dtype()),
                measured.runTimes().medianMillis(), measured.runTimes().bestMillis(),
                measured.tokensPerSecond(), Machine.peakRssMiB());
        json.print(result, common.out(), out -> out.printf(
                "%.0f ms for a prompt of %d tokens in %s, %.0f at best; %,.0f tokens/s%n",
                result.msPerStep, prompt, result.dtype, result.bestMsPerStep,
                result.tokensPerSecond));
        return ExitCode.SUCCESS;
    }
}
