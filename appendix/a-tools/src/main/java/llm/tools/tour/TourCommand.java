package llm.tools.tour;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import llm.tensor.file.AtomicFile;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// From nothing to a model that writes stories, narrated.
@Command(
        description = {"", "Makes a corpus of short stories, learns a vocabulary, trains a GPT and "
                + "lets it write. Ends with report.html."},
        footer = {"", "Example:", "  ./llm tour --minutes 5"})
public final class TourCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--minutes", paramLabel = "N", defaultValue = "5",
            description = "About how long it may take (default ${DEFAULT-VALUE}).")
    private double minutes;

    @Option(names = "--steps", paramLabel = "N",
            description = "Training steps, instead of as many as fit into the minutes.")
    private @Nullable Integer steps;

    @Option(names = "--out", paramLabel = "DIR", defaultValue = "out/tour",
            description = "The folder to write (default ${DEFAULT-VALUE}).")
    private Path out = Path.of("out/tour");

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1",
            description = "Seed of stories, weights and order (default ${DEFAULT-VALUE}).")
    private long seed;

    @Override
    public Integer call() throws IOException {
        if (!(minutes > 0)) {
            throw new IllegalArgumentException("--minutes must be above 0, got " + minutes + ".");
        }
        if (steps != null && steps < 1) {
            throw new IllegalArgumentException("--steps must be 1 or more, got " + steps + ".");
        }
        Tour tour = new Tour(new Tour.Settings(minutes, steps, out, seed), common);
        TourReport report = tour.run();
        Path page = out.resolve("report.html");
        AtomicFile.writeText(page, report.html());
        common.out().printf("%nThe whole story, with pictures: %s%n", page);
        common.out().printf("The model is yours: ./llm generate --model %s --prompt \"Once there "
                + "lived\" --max-new-tokens 200 --temperature 0.8%n", out.resolve("model"));
        return ExitCode.SUCCESS;
    }
}
