package llm.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import llm.bench.TokenizeBenchmark;
import llm.tales.TaleGenerator;
import org.jspecify.annotations.Nullable;
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
    private static final int TALES_LENGTH = 20_000_000;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(names = "--file", paramLabel = "F",
            description = "A file of text in UTF-8 (default: 20 MB of tales).")
    private @Nullable Path file;

    @Option(names = "--tokenizer", paramLabel = "NAME|DIR", defaultValue = "gpt2",
            description = "gpt2, or a folder of a tokenizer (default ${DEFAULT-VALUE}).")
    private String tokenizer = "gpt2";

    @Option(names = "--steps", paramLabel = "N", defaultValue = "5",
            description = "Runs that count (default ${DEFAULT-VALUE}).")
    private int runs;

    /// The result as JSON.
    record Result(double msPerStep, double bestMsPerStep, double megabytesPerSecond,
                  double tokensPerSecond, int tokens, @Nullable Long peakRssMiB) {}

    @Override
    public Integer call() throws IOException {
        TokenizeBenchmark.Result measured = new TokenizeBenchmark(TokenizerChoice.load(tokenizer),
                runs).run(file != null ? Files.readString(file) : tales());
        Result result = new Result(measured.runTimes().medianMillis(),
                measured.runTimes().bestMillis(), measured.megabytesPerSecond(),
                measured.tokensPerSecond(), measured.tokens(), Machine.peakRssMiB());
        json.print(result, common.out(), out -> out.printf(
                "%.1f MB/s, %,.0f tokens/s (%,d tokens)%n", result.megabytesPerSecond, result.tokensPerSecond, result.tokens));
        return Llm.SUCCESS;
    }

    private static String tales() {
        StringBuilder text = new StringBuilder(TALES_LENGTH + 2_000);
        var tales = TaleGenerator.of(1).stream().iterator();
        while (text.length() < TALES_LENGTH) {
            text.append(tales.next().text()).append('\n');
        }
        return text.toString();
    }
}
