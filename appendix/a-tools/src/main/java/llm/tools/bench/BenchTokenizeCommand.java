package llm.tools.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import llm.bench.TokenizeBenchmark;
import llm.text.dataset.TokenSequence;
import llm.tools.cli.Bounds;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import llm.tools.cli.JsonOption;
import llm.tools.cli.Machine;
import llm.tools.cli.TextInput;
import llm.tools.data.TokenizerChoice;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Encoding a text.
@Command(
        name = "tokenize",
        header = "Measure how fast a text is encoded.",
        synopsisHeading = "Usage: ",
        optionListHeading = "%nOptions:%n",
        footer = {"", "Example:",
                "  ./llm bench tokenize --file datasets/tales/tales-200k.txt --threads 2"})
final class BenchTokenizeCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(names = "--file", paramLabel = "F", description = SampleText.HELP)
    private @Nullable Path file;

    @Option(names = "--tokenizer", paramLabel = "NAME|DIR", defaultValue = "gpt2",
            description = "gpt2, or a folder of a tokenizer (default ${DEFAULT-VALUE}).")
    private String tokenizer = "gpt2";

    @Bounds(from = 1, to = 1024)
    @Option(names = "--threads", paramLabel = "N", defaultValue = "1",
            description = "How many threads encode (default ${DEFAULT-VALUE}).")
    private int threads;

    @Bounds(from = 1, to = Bounds.MANY)
    @Option(names = "--steps", paramLabel = "N", defaultValue = "5",
            description = "Runs that count (default ${DEFAULT-VALUE}).")
    private int runs;

    @Option(names = "--out", paramLabel = "F",
            description = "Write the ids to this file, 4 bytes each.")
    private @Nullable Path out;

    /// The result as JSON.
    record Result(double msPerStep, double bestMsPerStep, double megabytesPerSecond,
                  double tokensPerSecond, int tokens, @Nullable Long peakRssMiB) {}

    @Override
    public Integer call() throws IOException {
        TokenizeBenchmark.Result measured =
                new TokenizeBenchmark(TokenizerChoice.load(tokenizer), threads, runs)
                        .run(TextInput.read(SampleText.fileOr(file)));
        if (out != null) {
            TokenSequence.of(measured.ids()).write(out);
        }
        Result result = new Result(measured.runTimes().medianMillis(),
                measured.runTimes().bestMillis(), measured.megabytesPerSecond(),
                measured.tokensPerSecond(), measured.ids().length, Machine.peakRssMiB());
        json.print(result, common.out(), out -> out.printf(
                "%.1f MB/s, %,.0f tokens/s (%,d tokens)%n", result.megabytesPerSecond,
                result.tokensPerSecond, result.tokens));
        return ExitCode.SUCCESS;
    }
}
