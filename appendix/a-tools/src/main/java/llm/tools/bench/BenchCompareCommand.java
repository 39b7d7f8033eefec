package llm.tools.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import llm.bench.MachineLimits;
import llm.chart.ChartPicture;
import llm.show.Charts;
import llm.text.files.Tokenizers;
import llm.tools.cli.Bounds;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import llm.tools.cli.JsonOption;
import llm.tools.cli.Progress;
import llm.tools.cli.Project;
import llm.tools.cli.WrongUsage;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.HorizontalBarChart;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Our times and those of others for the same work, measured in turn.
@Command(
        name = "compare",
        header = "Measure beside PyTorch, libtorch and other tokenizers: the same work, in turn.",
        synopsisHeading = "Usage: ",
        optionListHeading = "%nOptions:%n",
        description = {"", "Each program runs alone in a process of its own: ours, each peer, "
                + "ours, each peer … A peer that is not installed is named and left out; those "
                + "for the JVM are downloaded by Maven when they are first wanted. Each round "
                + "also measures what the machine allows, as bench limits does: no step can be "
                + "faster than its products or the reading of its weights."},
        footer = {"", "Examples:",
                "  ./llm bench compare --only train-small,decode-124m --rounds 3",
                "  ./llm bench compare --only encode,encode-parallel,train-tokenizer"})
final class BenchCompareCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(names = "--only", paramLabel = "NAMES", split = ",",
            description = "train-small, train-medium, decode-124m, prefill-124m, "
                    + "train-124m, encode, encode-parallel, train-tokenizer (default: all).")
    private @Nullable List<String> only;

    @Bounds(from = 1, to = Bounds.MANY)
    @Option(names = "--rounds", paramLabel = "N", defaultValue = "2",
            description = "How often each program runs (default ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--python", paramLabel = "FILE", defaultValue = "python3",
            description = "The interpreter that has the peers (default ${DEFAULT-VALUE}).")
    private String python = "python3";

    @Option(names = "--text", paramLabel = "F",
            description = "What is encoded and learned from. " + SampleText.HELP)
    private @Nullable Path text;

    @Option(names = "--chart", paramLabel = "F", description = "Draw the times into an SVG file.")
    private @Nullable Path chart;

    /// The result as JSON.
    ///
    /// @param machine what it can do at most; null where no work has a limit
    /// @param missing peers that were left out, and why
    record Result(List<Measurements.Row> rows, @Nullable MachineLimits machine,
                  Map<String, String> missing) {}

    @Override
    public Integer call() throws IOException {
        List<Comparison> jobs = jobs();
        BenchmarkRunner runner = new BenchmarkRunner(Project.root(), python);
        Map<String, String> missing = missing(runner, jobs);
        if (chart != null && jobs.stream().flatMap(job -> job.peers().stream())
                .allMatch(peer -> missing.containsKey(peer.name()))) {
            throw new WrongUsage("--chart must have a peer to compare with, got none.");
        }
        Result result = measure(runner, jobs, missing);
        json.print(result, common.out(), out -> print(out, result));
        if (chart != null) {
            Files.write(chart, new ChartPicture(chart(result.rows)).svg());
        }
        return ExitCode.SUCCESS;
    }

    private Result measure(BenchmarkRunner runner, List<Comparison> jobs,
                           Map<String, String> missing) throws IOException {
        List<Measurements> measurements = new ArrayList<>();
        List<MachineLimits> limits = new ArrayList<>();
        try (Progress progress = common.progress("Comparing", "rounds",
                (long) rounds * jobs.size())) {
            for (Comparison job : jobs) {
                var measured = new Measurements(job, runner, folder());
                measurements.add(measured);
                List<Peer> peers = job.peers().stream()
                        .filter(peer -> !missing.containsKey(peer.name())).toList();
                for (int round = 1; round <= rounds; round++) {
                    if (job.work() != null) {
                        limits.add(runner.limits());
                    }
                    measured.measureRound(peers);
                    progress.reached((long) jobs.indexOf(job) * rounds + round, job.name());
                }
            }
        }
        MachineLimits machine = limits.stream().reduce(MachineLimits::best).orElse(null);
        return new Result(measurements.stream()
                .flatMap(each -> each.rows(machine).stream()).toList(), machine, missing);
    }

    private List<Comparison> jobs() throws IOException {
        List<String> names = Comparison.names();
        if (only != null && !names.containsAll(only)) {
            throw new WrongUsage(
                    "--only must name some of " + names + ", got " + only + ".");
        }
        Path tokenizer = folder().resolve("gpt2");
        List<Comparison> jobs = Comparison.all(SampleText.placeOr(text).toAbsolutePath(), tokenizer)
                .stream().filter(job -> only == null || only.contains(job.name())).toList();
        if (jobs.stream().anyMatch(Comparison::readsText)) {
            SampleText.fileOr(text);
            if (!Files.exists(tokenizer)) {
                Tokenizers.save(Tokenizers.named("gpt2"), tokenizer);
            }
        }
        return jobs;
    }

    private static Path folder() throws IOException {
        return Files.createDirectories(Project.cache().resolve("bench"));
    }

    private static Map<String, String> missing(BenchmarkRunner runner, List<Comparison> jobs)
            throws IOException {
        Map<List<String>, Optional<String>> asked = new HashMap<>();
        Map<String, String> missing = new LinkedHashMap<>();
        for (Comparison job : jobs) {
            for (Peer peer : job.peers()) {
                if (!asked.containsKey(peer.needs())) {
                    asked.put(peer.needs(), runner.missing(peer));
                }
                asked.get(peer.needs()).ifPresent(why -> missing.put(peer.name(), why));
            }
        }
        return missing;
    }

    private static void print(PrintWriter out, Result result) {
        out.printf("%-16s %-10s %12s %10s %15s %12s%n", "work", "program", "time", "by ours",
                "of the limit", "peak memory");
        result.rows.forEach(row -> out.printf("%-16s %-10s %9.1f ms %10s %15s %12s%n", row.work(),
                row.program(), row.ms(),
                row.speed() == null ? "" : "%.2f ×".formatted(row.speed()),
                row.limit() == null ? "" : "%s %.0f %%".formatted(row.limit().by(),
                        100 * row.limit().share()),
                row.peakMiB() == null ? "" : row.peakMiB() + " MiB"));
        if (result.machine != null) {
            out.printf("The limits: products %.1f GFLOP/s, memory %.1f GB/s.%n",
                    result.machine.gigaflopsPerSecond(), result.machine.gigabytesPerSecond());
        }
        result.rows.stream().filter(row -> Boolean.FALSE.equals(row.agrees())).forEach(row ->
                out.printf("%s: the result of %s differs from ours.%n", row.work(), row.program()));
        result.missing.forEach((peer, why) -> out.printf("%s was left out: %s.%n", peer, why));
    }

    /// Each peer's time is 1: how long ours took beside it, and how long it takes at least.
    static HorizontalBarChart chart(List<Measurements.Row> rows) {
        List<Measurements.Row> peers = rows.stream().filter(row -> row.speed() != null).toList();
        List<String> names = peers.stream().map(row -> row.work() + ", " + row.program()).toList();
        HorizontalBarChart bars = Charts.lyingBars("Our time beside each peer's",
                "share of the peer's time", names.size());
        bars.addSeries("ours", peers.stream().map(row -> 1 / row.speed()).toList(), names);
        if (peers.stream().anyMatch(row -> row.limit() != null)) {
            bars.addSeries("what the machine allows", peers.stream()
                    .map(row -> row.limit() == null ? null : row.limit().share()).toList(), names);
        }
        return bars;
    }
}
