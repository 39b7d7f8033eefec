package llm.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import llm.bench.TokenizeBenchmark;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Encoding a text on one thread.
@Command(
        name = "tokenize",
        header = "Measure how fast a text is encoded, on one thread.",
        synopsisHeading = "Usage: ",
        optionListHeading = "%nOptions:%n",
        footer = {"", "Example:", "  ./llm bench tokenize --file tales.txt"})
final class BenchTokenizeCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(names = "--file", required = true, paramLabel = "F",
            description = "A file of text in UTF-8.")
    private Path file = Path.of("");

    @Option(names = "--tokenizer", paramLabel = "NAME|DIR", defaultValue = "gpt2",
            description = "gpt2, or a folder of a tokenizer (default ${DEFAULT-VALUE}).")
    private String tokenizer = "gpt2";

    @Option(names = "--steps", paramLabel = "N", defaultValue = "5",
            description = "Runs that count (default ${DEFAULT-VALUE}).")
    private int runs;

    /// The result as JSON.
    record Result(double msPerStep, double bestMsPerStep, double megabytesPerSecond,
                  double tokensPerSecond, int tokens) {}

    @Override
    public Integer call() throws IOException {
        TokenizeBenchmark.Result measured = new TokenizeBenchmark(TokenizerChoice.load(tokenizer),
                runs).run(Files.readString(file));
        Result result = new Result(measured.runTimes().medianMillis(),
                measured.runTimes().bestMillis(), measured.megabytesPerSecond(),
                measured.tokensPerSecond(), measured.tokens());
        json.print(result, common.out(), out -> out.printf("%.1f MB/s, %,.0f tokens/s (%,d tokens)%n",
                result.megabytesPerSecond, result.tokensPerSecond, result.tokens));
        return Llm.SUCCESS;
    }
}
