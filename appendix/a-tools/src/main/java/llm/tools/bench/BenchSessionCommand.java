package llm.tools.bench;

import java.util.List;
import java.util.concurrent.Callable;
import llm.bench.SessionBenchmark;
import llm.bench.SessionBenchmark.Together;
import llm.tools.cli.Bounds;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import llm.tools.cli.JsonOption;
import llm.tools.cli.Progress;
import llm.tools.model.DTypeOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Texts that are written together.
@Command(
        name = "session",
        header = "Measure texts that are written together, beside one alone.",
        synopsisHeading = "Usage: ",
        optionListHeading = "%nOptions:%n",
        footer = {"", "Example:",
                "  ./llm bench session --model gpt2-124m --texts 2,8 --context 64 --steps 64"})
final class BenchSessionCommand implements Callable<Integer> {

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private ModelSizeOptions size = new ModelSizeOptions();

    @Mixin
    private DTypeOption dtype = new DTypeOption();

    @Bounds(from = 1, to = 10_000)
    @Option(names = "--texts", paramLabel = "N,N", split = ",", defaultValue = "2,8",
            description = "How many texts at once (default ${DEFAULT-VALUE}).")
    private List<Integer> texts = List.of();

    @Bounds(from = 1, to = Bounds.MANY)
    @Option(names = "--context", paramLabel = "N", defaultValue = "64",
            description = "Tokens of each prompt (default ${DEFAULT-VALUE}).")
    private int prompt;

    @Bounds(from = 1, to = Bounds.MANY)
    @Option(names = "--steps", paramLabel = "N", defaultValue = "64",
            description = "Tokens to write behind each (default ${DEFAULT-VALUE}).")
    private int tokens;

    @Bounds(from = 1, to = Bounds.MANY)
    @Option(names = "--rounds", paramLabel = "N", defaultValue = "5",
            description = "How often each is measured, in turn (default ${DEFAULT-VALUE}).")
    private int rounds;

    /// The result as JSON.
    ///
    /// @param samePrompt whether the texts are samples of one prompt
    /// @param speedup    tokens per second beside those of one text
    /// @param cost       time beside that of one text
    record Result(int texts, boolean samePrompt, double ms, double tokensPerSecond, double speedup,
                  double cost) {}

    @Override
    public Integer call() {
        SessionBenchmark benchmark = new SessionBenchmark(size.anyConfig(prompt + tokens),
                dtype.dtype(), prompt, tokens, rounds);
        List<Together> measured;
        try (Progress progress = common.progress("Writing", "runs",
                benchmark.measurements(texts.size()))) {
            measured = benchmark.run(texts, run -> progress.reached(run, ""));
        }
        List<Result> results = measured.stream().map(this::result).toList();
        json.print(results, common.out(), out -> results.forEach(result -> out.printf(
                "%d text%s%s: %.0f ms, %.1f tokens/s, %.2f times those of one%n", result.texts,
                result.texts == 1 ? "" : "s", result.samePrompt ? " of one prompt" : "",
                result.ms, result.tokensPerSecond, result.speedup)));
        return ExitCode.SUCCESS;
    }

    private Result result(Together together) {
        double millis = together.times().medianMillis();
        return new Result(together.texts(), together.samePrompt(), millis,
                1000.0 * together.texts() * tokens / millis, together.speedup(),
                together.texts() / together.speedup());
    }
}
