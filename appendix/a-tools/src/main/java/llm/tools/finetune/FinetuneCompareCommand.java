package llm.tools.finetune;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import llm.classify.LabeledSplit;
import llm.classify.LogisticRegression;
import llm.classify.PairedDifference;
import llm.pretrain.folder.LoadOptions;
import llm.tools.cli.Bounds;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import llm.tools.cli.JsonOption;
import llm.tools.cli.Progress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which way to train a classifier is best.
@Command(
        name = "compare",
        header = "Train a classifier in many ways, and compare them.",
        synopsisHeading = "Usage: ",
        optionListHeading = "%nOptions:%n",
        description = {"", "Trains row after row on the same texts, beside a logistic regression "
                + "over words and letters, and prints a table. Seed after seed, texts are split "
                + "and weights drawn anew. Writes no models."},
        footer = {"", "Example:",
                "  ./llm finetune compare --model out/tour/model --data datasets/spam/sms.tsv \\",
                "      --seeds 3"})
public final class FinetuneCompareCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private ClassifierOptions options = new ClassifierOptions();

    @Option(names = "--rows", paramLabel = "NAMES", split = ",",
            description = "Some of last-block, first-token, mean, last-place, pad-to-context, "
                    + "no-padding, last-layer, last-two-blocks, all, lora, random-weights "
                    + "(default: all of them).")
    private @Nullable List<String> names;

    @Bounds(from = 1, to = 1000)
    @Option(names = "--seeds", paramLabel = "N", defaultValue = "1",
            description = "Trainings of each row (default ${DEFAULT-VALUE}).")
    private int seeds;

    /// The result as JSON.
    record Compared(Line baseline, List<Line> rows) {}

    /// One row over all seeds.
    ///
    /// @param test      shares of test texts whose class is told, one for each seed
    /// @param learning  parameters that learn
    /// @param seconds   of a training, on average
    /// @param moreThan  how much better than the baseline, in shares of the test texts
    /// @param deviation of that, by chance
    record Line(String name, String description, List<Double> test, double mean, long learning,
                double seconds, double moreThan, double deviation) {}

    /// What one way gave, seed by seed.
    private static final class Trained {
        private final List<boolean[]> right = new ArrayList<>();
        private long learning;
        private double seconds;

        private void add(boolean[] ofSeed, long parameters, double took) {
            right.add(ofSeed);
            learning = parameters;
            seconds += took;
        }
    }

    @Override
    public Integer call() throws IOException {
        options.requireSource();
        List<ComparedRow> rows = names == null ? List.of(ComparedRow.values())
                : names.stream().map(ComparedRow::of).toList();
        Trained baseline = new Trained();
        Map<ComparedRow, Trained> trained = new LinkedHashMap<>();
        for (int seed = 1; seed <= seeds; seed++) {
            LabeledSplit texts = LabeledParts.of(options.source(seed), common.err());
            long start = System.nanoTime();
            baseline.add(LogisticRegression.tuned(texts.train().examples(),
                    texts.validation().examples()).right(texts.test().examples()), 0,
                    secondsSince(start));
            for (ComparedRow row : rows) {
                train(row, texts, seed, trained.computeIfAbsent(row, _ -> new Trained()));
            }
        }
        Compared compared = new Compared(line("baseline", "logistic regression, words and letters",
                baseline, baseline), trained.entrySet().stream().map(row -> line(
                        row.getKey().label(), row.getKey().description(), row.getValue(),
                        baseline)).toList());
        json.print(compared, common.out(), out -> print(compared, out));
        return ExitCode.SUCCESS;
    }

    private void train(ComparedRow row, LabeledSplit texts, int seed, Trained trained)
            throws IOException {
        ClassifierSettings first = options.settings(texts.train().size()).withSeed(seed);
        LoadOptions loading = BaseOptions.loadOptions(first.dtype(), common.err());
        ClassifierSettings settings = row.of(first);
        Path nowhere = Path.of("");                          // no checkpoint is written
        ClassifierRun run = new ClassifierRun(settings, texts, loading, nowhere);
        try (Progress progress = common.progress(row.label() + ", seed " + seed, "steps",
                settings.training().steps())) {
            long start = System.nanoTime();
            run.trainQuietly(progress);
            trained.add(run.right(), run.learning(), secondsSince(start));
        }
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private Line line(String name, String description, Trained trained, Trained baseline) {
        PairedDifference more = difference(trained.right, baseline.right);
        List<Double> shares = trained.right.stream().map(FinetuneCompareCommand::share).toList();
        return new Line(name, description, shares, shares.stream().mapToDouble(s -> s).average()
                .orElseThrow(), trained.learning, trained.seconds / shares.size(),
                more.difference(), more.standardError());
    }

    /// Each seed splits a file anew, and then tests on other texts.
    private PairedDifference difference(List<boolean[]> first, List<boolean[]> second) {
        return options.splitsAFile() ? PairedDifference.pooled(IntStream.range(0, first.size())
                .mapToObj(seed -> PairedDifference.of(first.get(seed), second.get(seed))).toList())
                : PairedDifference.overSeeds(first, second);
    }

    private static double share(boolean[] right) {
        int count = 0;
        for (boolean one : right) {
            count += one ? 1 : 0;
        }
        return (double) count / right.length;
    }

    private static void print(Compared compared, PrintWriter out) {
        out.printf("%-16s %-14s %-18s %11s %8s  %s%n", "", "test, %", "more, points", "learn",
                "seconds", "what");
        List<Line> all = new ArrayList<>(List.of(compared.baseline));
        all.addAll(compared.rows);
        for (Line line : all) {
            out.printf(Locale.ROOT, "%-16s %-14s %-18s %,11d %8.0f  %s%n", line.name,
                    "%.2f ± %.2f".formatted(100 * line.mean, 100 * deviation(line.test)),
                    line == compared.baseline ? "" : "%+.2f ± %.2f".formatted(
                            100 * line.moreThan, 100 * line.deviation),
                    line.learning, line.seconds, line.description);
        }
    }

    /// Between the seeds.
    private static double deviation(List<Double> values) {
        double mean = values.stream().mapToDouble(v -> v).average().orElseThrow();
        double squares = values.stream().flatMapToDouble(v -> DoubleStream.of((v - mean)
                * (v - mean))).sum();
        return values.size() < 2 ? 0 : Math.sqrt(squares / (values.size() - 1));
    }
}
