package llm.tools.ladder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import llm.pretrain.Rung;
import llm.tools.cli.Bounds;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.DiskRoom;
import llm.tools.cli.ExitCode;
import llm.tools.cli.JsonOption;
import llm.tools.cli.WrongUsage;
import llm.tools.ladder.LadderRuns.Curve;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which idea is worth how much training.
@Command(
        description = {"", "Trains a small model rung by rung, from GPT-2's form to the modern "
                + "recipe, on the same data for the same time, and shows when each reaches what the "
                + "first one ends with. Writes ladder.svg and ladder.png."},
        footer = {"", "Examples:",
                "  ./llm ladder --minutes 2 --seeds 3",
                "  ./llm ladder --data datasets/tales/tales-200k.txt --steps 500 \\",
                "      --rungs gpt2,decay"})
public final class LadderCommand implements Callable<Integer> {
    private static final int VOCABULARY = 2_048;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @ArgGroup
    private Length length = new Length();

    @Bounds(from = 1, to = 1000)
    @Option(names = "--seeds", paramLabel = "N", defaultValue = "1",
            description = "Trainings of each rung (default ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(names = "--rungs", paramLabel = "NAMES", split = ",",
            description = "Some of gpt2, qwen3, muon, head, decay, smear, the first of them to be "
                    + "compared with (default: all).")
    private @Nullable List<String> names;

    @Bounds(from = 0, to = 0.999, above = true)
    @Option(names = "--shorter", paramLabel = "SHARE",
            description = "Train each rung but the first once more, with a schedule of this share "
                    + "of the time, such as 0.33: a rate that has come down tells more.")
    private @Nullable Double shorter;

    @Option(names = "--data", paramLabel = "F", description = "A text, instead of tales.")
    private @Nullable Path text;

    @Bounds(from = 0, to = 1e6, above = true)
    @Option(names = "--megabytes", paramLabel = "N", defaultValue = "10",
            description = "Tales to tell (default ${DEFAULT-VALUE}).")
    private double megabytes;

    @Bounds(from = 257, to = 1_000_000)
    @Option(names = "--vocab-size", paramLabel = "N", defaultValue = "" + VOCABULARY,
            description = "Tokens to learn (default ${DEFAULT-VALUE}).")
    private int vocabSize;

    @Option(names = "--out", paramLabel = "DIR", defaultValue = "out/ladder",
            description = "The folder to write (default ${DEFAULT-VALUE}).")
    private Path out = Path.of("out/ladder");

    /// At most one of them.
    static final class Length {
        @Bounds(from = 0, to = 1e6, above = true)
        @Option(names = "--minutes", paramLabel = "N",
                description = "Minutes of each training (default 2).")
        private @Nullable Double minutes;

        @Bounds(from = 1, to = Bounds.MANY)
        @Option(names = "--steps", paramLabel = "N",
                description = "Steps of each training, instead of minutes.")
        private @Nullable Integer steps;
    }

    @Override
    public Integer call() throws IOException {
        requireRoom();
        LadderData data = LadderData.make(text, (long) (1e6 * megabytes), vocabSize,
                out.resolve("data"), common::progress);
        Double minutes = length.steps != null ? null : length.minutes != null ? length.minutes : 2;
        LadderRuns runs = new LadderRuns(data, minutes, length.steps);
        LadderTable table = climb(runs, chosen(runs.rungs()));
        LadderChart.write(table, out);
        json.print(table, common.out(), table::print);
        common.err().printf("The picture: %s%n", out.resolve("ladder.svg"));
        return ExitCode.SUCCESS;
    }

    /// For the text, if it is to be told, its two parts, and both as tokens.
    private void requireRoom() throws IOException {
        long bytes = text == null ? 4 * (long) (1e6 * megabytes) : 3 * Files.size(text);
        DiskRoom.require(out, bytes, "the text and its tokens");
    }

    private List<Rung> chosen(List<Rung> all) {
        if (names == null) {
            return all;
        }
        Map<String, Rung> known = all.stream().collect(Collectors.toMap(Rung::name, rung -> rung,
                (a, _) -> a, LinkedHashMap::new));
        if (names.isEmpty() || !known.keySet().containsAll(names)) {
            throw new WrongUsage("--rungs must be some of "
                    + String.join(", ", known.keySet()) + ", got " + String.join(", ", names)
                    + ".");
        }
        return all.stream().filter(rung -> names.contains(rung.name())).toList();
    }

    /// Seed by seed, so that what the machine does meanwhile meets all rungs alike.
    private LadderTable climb(LadderRuns runs, List<Rung> rungs) {
        runs.measure(rungs, common::progress);
        Map<Rung, List<Curve>> curves = new LinkedHashMap<>();
        Map<Rung, List<Curve>> early = new LinkedHashMap<>();
        for (int seed = 1; seed <= seeds; seed++) {
            for (Rung rung : rungs) {
                curves.computeIfAbsent(rung, _ -> new ArrayList<>())
                        .add(runs.train(rung, seed, 1, common::progress));
                if (shorter != null && rung != rungs.getFirst()) {
                    early.computeIfAbsent(rung, _ -> new ArrayList<>())
                            .add(runs.train(rung, seed, shorter, common::progress));
                }
            }
        }
        List<Curve> first = curves.get(rungs.getFirst());
        return new LadderTable(rungs.stream().map(rung -> {
            LadderTable.Line line = LadderTable.line(rung, curves.get(rung), first);
            return early.containsKey(rung) ? line.with(early.get(rung), first) : line;
        }).toList());
    }
}
