package llm.tools.tour;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.Callable;
import llm.tools.cli.Bounds;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import llm.tools.cli.JsonOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// From nothing to a model that writes stories, narrated.
@Command(
        description = {"", "Makes a corpus of short stories, learns a vocabulary, trains a model and "
                + "lets it write. Ends with report.html."},
        footer = {"", "Examples:", "  ./llm tour --minutes 5",
                "  ./llm tour --steps 500 --json"})
public final class TourCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Bounds(from = 0, to = 1e6, above = true)
    @Option(names = "--minutes", paramLabel = "N", defaultValue = "5",
            description = "About how long pretraining may take (default ${DEFAULT-VALUE}).")
    private double minutes;

    @Bounds(from = 1, to = Bounds.MANY)
    @Option(names = "--steps", paramLabel = "N",
            description = "Training steps, instead of as many as fit into the minutes.")
    private @Nullable Integer steps;

    @Option(names = "--only", paramLabel = "STAGE", completionCandidates = Stages.class,
            description = "Run one stage, such as pretrain, on what the others left in the folder.")
    private @Nullable String only;

    /// For shells that complete.
    static final class Stages implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Tour.STAGES.stream().map(TourStage::name).iterator();
        }
    }

    @Option(names = "--out", paramLabel = "DIR", defaultValue = "out/tour",
            description = "The folder to write (default ${DEFAULT-VALUE}).")
    private Path out = Path.of("out/tour");

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1",
            description = "Seed of stories, weights and order (default ${DEFAULT-VALUE}).")
    private long seed;

    @Override
    public Integer call() throws IOException {
        Narrator narrator = new Narrator(common, json.wanted() ? common.err() : common.out());
        Tour tour = new Tour(new TourStage.Settings(minutes, steps, out, seed), narrator);
        Tour.Results results = tour.run(only);
        json.print(results, common.out(), text -> {
            text.printf("%nThe whole story, with pictures: %s%n", tour.page());
            text.printf("The model is yours: ./llm generate --model %s --prompt \"Once there "
                    + "lived\" --max-new-tokens 200 --temperature 0.8%n", out.resolve("model"));
        });
        return ExitCode.SUCCESS;
    }
}
