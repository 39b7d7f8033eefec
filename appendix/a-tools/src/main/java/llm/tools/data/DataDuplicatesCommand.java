package llm.tools.data;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import llm.instruct.quality.LeakCheck;
import llm.instruct.quality.Likeness;
import llm.instruct.quality.NearDuplicates;
import llm.tools.cli.Bounds;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import llm.tools.cli.HumanReadable;
import llm.tools.cli.JsonOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Finds examples that are there twice, or nearly.
@Command(
        name = "duplicates",
        header = "Find examples that are there twice, or nearly.",
        synopsisHeading = "Usage: ",
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        description = {"", "Compares instructions, labelled texts or lines by the runs of letters "
                + "that they share (MinHash), in one pass. With --test, the examples of that file "
                + "that are in the first one, or nearly: a model knows them by heart."},
        footer = {"", "Examples:",
                "  ./llm data duplicates datasets/spam/sms.tsv --threshold 0.9",
                "  ./llm data duplicates datasets/instructions/instructions.json \\",
                "      --test datasets/instructions/instructions-test.json"})
final class DataDuplicatesCommand implements Callable<Integer> {
    private static final int SHOWN = 10;
    private static final int LONGEST = 60;                   // letters of a text that is shown

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Parameters(paramLabel = "FILE",
            description = "Examples as .json, .jsonl, .tsv, .csv, or lines.")
    private Path file = Path.of("");

    @Option(names = "--test", paramLabel = "F", description = "Look for its examples in FILE.")
    private @Nullable Path test;

    @Bounds(from = 0, to = 1, above = true)
    @Option(names = "--threshold", paramLabel = "S", defaultValue = "0.8",
            description = "Least similarity, above 0 and up to 1 (default ${DEFAULT-VALUE}).")
    private double threshold;

    /// The result as JSON; indices are from 0.
    ///
    /// @param examples all of them, or with `--test` those of that file
    /// @param redundant how many could go, or have been seen
    record Found(int examples, int redundant, List<Pair> pairs) {}

    /// @param second of the same file, or of the one to test with
    record Pair(int first, int second, double similarity) {}

    @Override
    public Integer call() throws IOException {
        Likeness likeness = Likeness.STANDARD.withThreshold(threshold);
        List<String> texts = DataTexts.read(file).compared();
        List<String> others = test == null ? texts : DataTexts.read(test).compared();
        Found found = test == null ? within(texts, likeness) : leaked(texts, others, likeness);
        json.print(found, common.out(), out -> print(found, texts, others, out));
        return ExitCode.SUCCESS;
    }

    private static Found within(List<String> texts, Likeness likeness) {
        NearDuplicates found = NearDuplicates.of(texts, likeness);
        return new Found(texts.size(), found.redundant().size(), found.pairs().stream()
                .map(pair -> new Pair(pair.first(), pair.second(), pair.similarity())).toList());
    }

    private static Found leaked(List<String> training, List<String> test, Likeness likeness) {
        LeakCheck check = LeakCheck.of(training, test, likeness);
        List<LeakCheck.Leak> all = new ArrayList<>(check.exact());
        all.addAll(check.near());
        return new Found(test.size(), all.size(), all.stream().map(leak ->
                new Pair(leak.training(), leak.test(), leak.similarity())).toList());
    }

    private void print(Found found, List<String> texts, List<String> others, PrintWriter out) {
        out.printf("%,d of %,d examples %s.%n", found.redundant, found.examples,
                test == null ? "are there before, or nearly" : "are in " + file + ", or nearly");
        for (Pair pair : found.pairs.subList(0, Math.min(SHOWN, found.pairs.size()))) {
            out.printf(Locale.ROOT, "%.2f  %d %s%n      %d %s%n", pair.similarity, pair.first + 1,
                    shown(texts.get(pair.first)), pair.second + 1, shown(others.get(pair.second)));
        }
        if (found.pairs.size() > SHOWN) {
            out.printf("… and %,d pairs more: --json has them all.%n", found.pairs.size() - SHOWN);
        }
    }

    private static String shown(String text) {
        return HumanReadable.quoted(text.length() <= LONGEST ? text
                : text.substring(0, LONGEST) + "…");
    }
}
