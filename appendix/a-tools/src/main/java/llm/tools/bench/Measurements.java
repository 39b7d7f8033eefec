package llm.tools.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import llm.bench.MachineLimits;
import llm.bench.Work;
import org.jspecify.annotations.Nullable;

/// What the programs measured that do one job, round after round.
final class Measurements {
    private static final String OURS = "ours";

    private final Comparison job;
    private final BenchmarkRunner runner;
    private final Path folder;
    private final Map<String, List<BenchmarkRunner.Run>> runs = new LinkedHashMap<>();
    private final Set<String> different = new LinkedHashSet<>();

    /// One row of the table; medians over the rounds.
    ///
    /// @param ms      milliseconds of a step, token or run
    /// @param speed   the program's time by ours: above 1 we are faster; null for ours
    /// @param limit   how near it comes to what the machine allows; null where that is unknown
    /// @param peakMiB most memory it took, if known
    /// @param agrees  whether it wrote what ours did; null where nothing is written
    record Row(String work, String program, double ms, @Nullable Double speed,
               @Nullable Limit limit, @Nullable Long peakMiB, @Nullable Boolean agrees) {}

    /// The shortest time that the machine allows for a step.
    ///
    /// @param by    what sets it: `products` or `memory`
    /// @param ms    milliseconds
    /// @param share the limit by the program's time: 1 cannot be exceeded
    record Limit(String by, double ms, double share) {}

    /// @param folder where the programs may write
    Measurements(Comparison job, BenchmarkRunner runner, Path folder) {
        this.job = job;
        this.runner = runner;
        this.folder = folder;
    }

    /// Lets ours run, then each of the peers.
    void measureRound(List<Peer> peers) throws IOException {
        add(OURS, runner.ours(job, output(OURS)));
        for (Peer peer : peers) {
            add(peer.name(), runner.peer(peer, output("theirs")));
            if (job.readsText()
                    && Files.mismatch(product(OURS), product("theirs")) >= 0) {
                different.add(peer.name());
            }
        }
    }

    private void add(String program, BenchmarkRunner.Run run) {
        runs.computeIfAbsent(program, _ -> new ArrayList<>()).add(run);
    }

    /// The arguments that say where to write; nothing of an earlier run is left there.
    private List<String> output(String whose) throws IOException {
        if (!job.readsText()) {
            return List.of();
        }
        Files.deleteIfExists(product(whose));
        return List.of("--out", folder.resolve(job.name() + "-" + whose).toString());
    }

    private Path product(String whose) {
        return folder.resolve(job.name() + "-" + whose).resolve(job.product());
    }

    /// Ours first.
    ///
    /// @param machine its limits; null if nobody measured them
    List<Row> rows(@Nullable MachineLimits machine) {
        double ours = median(runs.get(OURS), BenchmarkRunner.Run::msPerStep);
        return runs.entrySet().stream().map(each -> {
            String program = each.getKey();
            double ms = median(each.getValue(), BenchmarkRunner.Run::msPerStep);
            long peak = (long) median(each.getValue(), BenchmarkRunner.Run::peakMiB);
            boolean others = !program.equals(OURS);
            return new Row(job.name(), program, ms, others ? ms / ours : null,
                    limit(machine, ms), peak > 0 ? peak : null,
                    others && job.readsText() ? !different.contains(program) : null);
        }).toList();
    }

    private @Nullable Limit limit(@Nullable MachineLimits machine, double ms) {
        Work work = job.work();
        if (machine == null || work == null) {
            return null;
        }
        double least = machine.leastMillis(work);
        return new Limit(machine.isMemoryBound(work) ? "memory" : "products", least, least / ms);
    }

    private static double median(List<BenchmarkRunner.Run> runs,
                                 ToDoubleFunction<BenchmarkRunner.Run> of) {
        double[] sorted = runs.stream().mapToDouble(of).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
