package llm.tools;

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
import llm.show.Charts;
import llm.text.Tokenizers;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.ChartEncoder;
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
                + "for the JVM are downloaded by Maven when they are first wanted."},
        footer = {"", "Examples:", "  ./llm bench compare --only train-small,decode-124m "
                + "--rounds 3 --python /opt/venv/bin/python",
                "  ./llm bench compare --only encode,encode-parallel,train-tokenizer"})
final class BenchCompareCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(names = "--only", paramLabel = "NAMES", split = ",",
            description = "train-small, train-medium, decode-124m, train-124m, encode, "
                    + "encode-parallel, train-tokenizer (default: all).")
    private @Nullable List<String> only;

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
    /// @param missing peers that were left out, and why
    record Result(List<Standing.Row> rows, Map<String, String> missing) {}

    @Override
    public Integer call() throws IOException {
        if (rounds < 1) {
            throw new IllegalArgumentException("--rounds must be 1 or more, got " + rounds + ".");
        }
        List<Comparison> jobs = jobs();
        Contest contest = new Contest(Project.root(), python);
        Map<String, String> missing = missing(contest, jobs);
        List<Standing.Row> rows = new ArrayList<>();
        try (Progress progress = common.progress("Comparing", "rounds",
                (long) rounds * jobs.size())) {
            for (Comparison job : jobs) {
                var standing = new Standing(job, contest, folder());
                List<Peer> peers = job.peers().stream()
                        .filter(peer -> !missing.containsKey(peer.name())).toList();
                for (int round = 1; round <= rounds; round++) {
                    standing.playRound(peers);
                    progress.reached((long) jobs.indexOf(job) * rounds + round, job.name());
                }
                rows.addAll(standing.rows());
            }
        }
        json.print(new Result(rows, missing), common.out(), out -> print(out, rows, missing));
        if (chart != null) {
            draw(rows, chart);
        }
        return Llm.SUCCESS;
    }

    private List<Comparison> jobs() throws IOException {
        List<String> names = Comparison.names();
        if (only != null && !names.containsAll(only)) {
            throw new IllegalArgumentException(
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

    private static Map<String, String> missing(Contest contest, List<Comparison> jobs)
            throws IOException {
        Map<List<String>, Optional<String>> asked = new HashMap<>();
        Map<String, String> missing = new LinkedHashMap<>();
        for (Comparison job : jobs) {
            for (Peer peer : job.peers()) {
                if (!asked.containsKey(peer.needs())) {
                    asked.put(peer.needs(), contest.missing(peer));
                }
                asked.get(peer.needs()).ifPresent(why -> missing.put(peer.name(), why));
            }
        }
        return missing;
    }

    private static void print(PrintWriter out, List<Standing.Row> rows,
                              Map<String, String> missing) {
        out.printf("%-16s %-10s %12s %10s %12s%n", "work", "program", "time", "by ours",
                "peak memory");
        rows.forEach(row -> out.printf("%-16s %-10s %9.1f ms %10s %12s%n", row.work(),
                row.program(), row.ms(),
                row.speed() == null ? "" : "%.2f ×".formatted(row.speed()),
                row.peakMiB() == null ? "" : row.peakMiB() + " MiB"));
        rows.stream().filter(row -> Boolean.FALSE.equals(row.agrees())).forEach(row ->
                out.printf("%s: the result of %s differs from ours.%n", row.work(), row.program()));
        missing.forEach((peer, why) -> out.printf("%s was left out: %s.%n", peer, why));
    }

    private static void draw(List<Standing.Row> rows, Path file) throws IOException {
        List<Standing.Row> peers = rows.stream().filter(row -> row.speed() != null).toList();
        if (peers.isEmpty()) {
            throw new IllegalArgumentException("--chart needs a peer to compare with, got none.");
        }
        HorizontalBarChart bars = Charts.lyingBars("Our time beside each peer's",
                "share of the peer's time",
                peers.stream().map(row -> row.work() + ", " + row.program()).toList(),
                peers.stream().map(row -> 1 / row.speed()).toList());
        Files.write(file, ChartEncoder.getBytes(bars, "svg"));
    }
}
