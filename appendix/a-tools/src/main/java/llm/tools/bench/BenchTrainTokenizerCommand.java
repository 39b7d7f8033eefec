package llm.tools.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import llm.bench.TrainTokenizerBenchmark;
import llm.text.files.Tokenizers;
import llm.tools.cli.Bounds;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import llm.tools.cli.JsonOption;
import llm.tools.cli.Machine;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Learning a byte-pair vocabulary.
@Command(
        name = "train-tokenizer",
        header = "Measure how fast a vocabulary is learned.",
        synopsisHeading = "Usage: ",
        optionListHeading = "%nOptions:%n",
        description = {"", "There is no warm-up: a vocabulary is learned once."},
        footer = {"", "Example:",
                "  ./llm bench train-tokenizer --file datasets/tales/tales-200k.txt \\",
                "      --vocab-size 10000"})
final class BenchTrainTokenizerCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(names = "--file", paramLabel = "F", description = SampleText.HELP)
    private @Nullable Path file;

    @Bounds(from = 257, to = 1_000_000)
    @Option(names = "--vocab-size", paramLabel = "N", defaultValue = "10000",
            description = "Tokens to end with (default ${DEFAULT-VALUE}).")
    private int vocabSize;

    @Bounds(from = 1, to = Bounds.MANY)
    @Option(names = "--steps", paramLabel = "N", defaultValue = "1",
            description = "How often (default ${DEFAULT-VALUE}).")
    private int runs;

    @Option(names = "--out", paramLabel = "DIR", description = "Write the tokenizer here.")
    private @Nullable Path out;

    /// The result as JSON.
    record Result(double msPerStep, double bestMsPerStep, int vocabSize,
                  @Nullable Long peakRssMiB) {}

    @Override
    public Integer call() throws IOException {
        TrainTokenizerBenchmark.Result measured = new TrainTokenizerBenchmark(vocabSize, runs)
                .run(SampleText.fileOr(file));
        if (out != null) {
            Tokenizers.save(measured.tokenizer(), out);
        }
        Result result = new Result(measured.runTimes().medianMillis(),
                measured.runTimes().bestMillis(), measured.tokenizer().vocabSize(),
                Machine.peakRssMiB());
        json.print(result, common.out(), out -> out.printf("%,d tokens in %.2f s%n",
                result.vocabSize, result.msPerStep / 1000));
        return ExitCode.SUCCESS;
    }
}
