package llm.tools;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import llm.show.Charts;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.ChartEncoder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Ours and PyTorch's times for the same work, measured in turn.
@Command(
        name = "compare",
        header = "Measure beside PyTorch: the same work, in turn.",
        synopsisHeading = "Usage: ",
        optionListHeading = "%nOptions:%n",
        description = {"", "Each program runs alone in a process of its own: ours, the peer, ours, "
                + "the peer … A peer that is not installed is named and left out."},
        footer = {"", "Example:", "  ./llm bench compare --only train-small,decode-124m "
                + "--rounds 3 --python /opt/venv/bin/python"})
final class BenchCompareCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(names = "--only", paramLabel = "NAMES", split = ",",
            description = "train-small, train-medium, decode-124m, train-124m (default: all).")
    private @Nullable List<String> only;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "2",
            description = "How often each program runs (default ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--python", paramLabel = "FILE", defaultValue = "python3",
            description = "The interpreter that has PyTorch (default ${DEFAULT-VALUE}).")
    private String python = "python3";

    @Option(names = "--chart", paramLabel = "F", description = "Draw the times into an SVG file.")
    private @Nullable Path chart;

    /// One row of the table; milliseconds per step or token, medians over the rounds.
    ///
    /// @param peerMs null without a peer
    /// @param speed  the peer's time by ours: above 1 we are faster
    record Row(String work, double ourMs, @Nullable Double peerMs, @Nullable Double speed,
               long ourPeakMiB, @Nullable Long peerPeakMiB) {}

    /// The result as JSON.
    record Result(List<Row> rows, @Nullable String missingPeer) {}

    @Override
    public Integer call() throws IOException {
        List<Comparison> jobs = jobs();
        if (rounds < 1) {
            throw new IllegalArgumentException("--rounds must be 1 or more, got " + rounds + ".");
        }
        Contest contest = new Contest(Path.of(System.getProperty("llm.cache")).getParent(), python);
        Optional<String> missing = contest.missingPeer("torch", "transformers");
        List<Row> rows = new ArrayList<>();
        try (Progress progress = common.progress("Comparing", "runs",
                (missing.isPresent() ? 1L : 2L) * rounds * jobs.size())) {
            for (Comparison job : jobs) {
                rows.add(compare(contest, job, missing.isEmpty(), progress, rows.size()));
            }
        }
        json.print(new Result(rows, missing.orElse(null)), common.out(),
                out -> print(out, rows, missing));
        if (chart != null) {
            draw(rows, chart);
        }
        return Llm.SUCCESS;
    }

    private List<Comparison> jobs() {
        List<Comparison> all = Comparison.all();
        List<String> names = all.stream().map(Comparison::name).toList();
        if (only != null && !names.containsAll(only)) {
            throw new IllegalArgumentException(
                    "--only must name some of " + names + ", got " + only + ".");
        }
        return all.stream().filter(job -> only == null || only.contains(job.name())).toList();
    }

    private Row compare(Contest contest, Comparison job, boolean withPeer, Progress progress,
                        int jobsDone) throws IOException {
        List<Contest.Run> ours = new ArrayList<>();
        List<Contest.Run> peers = new ArrayList<>();
        int perRound = withPeer ? 2 : 1;
        for (int round = 0; round < rounds; round++) {
            ours.add(contest.ours(job));
            if (withPeer) {
                peers.add(contest.peer(job));
            }
            progress.reached((long) (jobsDone * rounds + round + 1) * perRound, job.name());
        }
        double ourMs = median(ours, Contest.Run::msPerStep);
        long ourPeak = (long) median(ours, Contest.Run::peakMiB);
        if (!withPeer) {
            return new Row(job.name(), ourMs, null, null, ourPeak, null);
        }
        double peerMs = median(peers, Contest.Run::msPerStep);
        return new Row(job.name(), ourMs, peerMs, peerMs / ourMs, ourPeak,
                (long) median(peers, Contest.Run::peakMiB));
    }

    private static double median(List<Contest.Run> runs, ToDoubleFunction<Contest.Run> of) {
        double[] sorted = runs.stream().mapToDouble(of).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private void print(PrintWriter out, List<Row> rows, Optional<String> missing) {
        out.printf("%-14s %12s %12s %8s %10s %10s%n", "work", "ours", "PyTorch", "speed",
                "our peak", "its peak");
        rows.forEach(row -> out.printf("%-14s %9.1f ms %12s %8s %6d MiB %10s%n", row.work,
                row.ourMs, row.peerMs == null ? "" : "%.1f ms".formatted(row.peerMs),
                row.speed == null ? "" : "%.2f ×".formatted(row.speed), row.ourPeakMiB,
                row.peerPeakMiB == null ? "" : row.peerPeakMiB + " MiB"));
        missing.ifPresent(why -> out.printf("PyTorch was left out: %s cannot import it (%s).%n",
                python, why));
    }

    private static void draw(List<Row> rows, Path file) throws IOException {
        CategoryChart bars = Charts.bars("Time beside PyTorch's", "", "share of PyTorch's time");
        List<Row> compared = rows.stream().filter(row -> row.peerMs != null).toList();
        if (compared.isEmpty()) {
            throw new IllegalArgumentException("--chart needs a peer to compare with, got none.");
        }
        bars.addSeries("ours", compared.stream().map(Row::work).toList(),
                compared.stream().map(row -> row.ourMs / row.peerMs).toList());
        bars.addSeries("PyTorch", compared.stream().map(Row::work).toList(),
                compared.stream().map(_ -> 1.0).toList());
        Files.write(file, ChartEncoder.getBytes(bars, "svg"));
    }
}
