package llm.tools.tour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import llm.tensor.file.AtomicFile;
import llm.tools.cli.WrongUsage;
import llm.tools.tour.TourStage.Outcome;
import llm.tools.tour.TourStage.Settings;
import llm.tools.train.TrainingLock;
import llm.train.StagedFolder;
import org.jspecify.annotations.Nullable;

/// The stages of the tour in their order, and what is left of each in the folder `stages`: so that
/// one of them can be run again, and the page still tells all.
final class Tour {
    /// Every stage, in order.
    static final List<TourStage> STAGES = List.of(new PretrainStage(), new ClassifyStage(),
            new InstructStage(), new PreferStage(), new DeployStage());

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Settings settings;
    private final Narrator narrator;

    Tour(Settings settings, Narrator narrator) {
        this.settings = settings;
        this.narrator = narrator;
    }

    /// The results of all stages by name.
    record Results(JsonNode stages) {}

    /// Runs the stages and writes the page.
    ///
    /// @param only the one stage to run; null for all
    Results run(@Nullable String only) throws IOException {
        List<TourStage> wanted = only == null ? STAGES : List.of(named(only));
        try (TrainingLock _ = TrainingLock.take(settings.out().resolve("data"))) {
            StagedFolder.deleteRemains(settings.out());
            for (TourStage stage : wanted) {
                write(stage, stage.run(settings, narrator));
            }
        }
        AtomicFile.writeText(page(), TourPage.render(sections()));
        return new Results(results());
    }

    private static TourStage named(String name) {
        return STAGES.stream().filter(stage -> stage.name().equals(name)).findFirst()
                .orElseThrow(() -> new WrongUsage("--only must be one of "
                        + STAGES.stream().map(TourStage::name).collect(Collectors.joining(", "))
                        + ", got " + name + "."));
    }

    /// The page.
    Path page() {
        return settings.out().resolve("report.html");
    }

    private void write(TourStage stage, Outcome outcome) throws IOException {
        AtomicFile.writeText(file(stage, "html"), outcome.section());
        AtomicFile.writeText(file(stage, "json"),
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(outcome.result()) + "\n");
    }

    private Path file(TourStage stage, String ending) {
        return settings.out().resolve("stages").resolve(stage.name() + "." + ending);
    }

    private String sections() throws IOException {
        StringBuilder sections = new StringBuilder();
        for (TourStage stage : STAGES) {
            if (Files.exists(file(stage, "html"))) {
                sections.append(Files.readString(file(stage, "html")));
            }
        }
        return sections.toString();
    }

    private ObjectNode results() throws IOException {
        ObjectNode results = JsonNodeFactory.instance.objectNode();
        for (TourStage stage : STAGES) {
            if (Files.exists(file(stage, "json"))) {
                results.set(stage.name(), JSON.readTree(Files.readString(file(stage, "json"))));
            }
        }
        return results;
    }
}
