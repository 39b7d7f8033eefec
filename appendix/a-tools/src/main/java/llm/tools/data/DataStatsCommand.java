package llm.tools.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import llm.instruct.quality.LengthStatistics;
import llm.text.Tokenizer;
import llm.text.files.Tokenizers;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import llm.tools.cli.JsonOption;
import llm.tools.cli.ModelPath;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// How many examples a file has, and how long they are.
@Command(
        name = "stats",
        header = "Count examples, and how long they are.",
        synopsisHeading = "Usage: ",
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        description = {"", "A line for each field: how many there are, how many different ones, "
                + "and lengths in letters or tokens."},
        footer = {"", "Example:",
                "  ./llm data stats datasets/instructions/instructions.json \\",
                "      --model out/tour/model"})
final class DataStatsCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Parameters(paramLabel = "FILE",
            description = "Examples as .json, .jsonl, .tsv, .csv, or lines.")
    private Path file = Path.of("");

    @Option(names = "--model", paramLabel = "DIR|NAME",
            converter = ModelPath.class, completionCandidates = ModelPath.class,
            description = "Count the tokens of its tokenizer, instead of letters.")
    private @Nullable Path model;

    /// The result as JSON.
    record Counted(String unit, Map<String, LengthStatistics> fields) {}

    @Override
    public Integer call() throws IOException {
        Optional<Tokenizer> tokenizer = Optional.ofNullable(model).map(Tokenizers::load);
        ToIntFunction<String> length = tokenizer.<ToIntFunction<String>>map(chosen ->
                text -> chosen.encode(text).length).orElse(LengthStatistics::characters);
        Map<String, LengthStatistics> fields = new LinkedHashMap<>();
        DataTexts.read(file).fields().forEach((name, texts) ->
                fields.put(name, LengthStatistics.of(texts, length)));
        Counted counted = new Counted(tokenizer.isPresent() ? "tokens" : "letters", fields);
        json.print(counted, common.out(), out -> out.printf("%s%nLengths in %s.%n",
                LengthStatistics.table(fields).print(), counted.unit));
        return ExitCode.SUCCESS;
    }
}
