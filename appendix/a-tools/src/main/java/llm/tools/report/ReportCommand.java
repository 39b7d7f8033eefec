package llm.tools.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import llm.eval.choice.ChoiceResults.Rate;
import llm.tensor.backend.DType;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import llm.tools.cli.JsonOption;
import llm.tools.cli.ModelPath;
import llm.tools.cli.TextInput;
import llm.tools.model.IgnoreConfigOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Makes a report card of a model.
@Command(
        description = {"", "One page that needs nothing else: how it learned, perplexity, questions "
                + "with choices, what it writes, and how fast; with --against a second model beside "
                + "it, compared question by question."},
        footer = {"", "Example:",
                "  ./llm report --model out/tour/model --against out/tour/assistant \\",
                "      --out out/report.html"})
public final class ReportCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private IgnoreConfigOption ignoring = new IgnoreConfigOption();

    @Option(names = "--model", required = true, paramLabel = "DIR|NAME",
            converter = ModelPath.class, completionCandidates = ModelPath.class,
            description = "A model folder with a tokenizer.")
    private Path model = Path.of("");

    @Option(names = "--against", paramLabel = "DIR|NAME",
            converter = ModelPath.class, completionCandidates = ModelPath.class,
            description = "A second model.")
    private @Nullable Path against;

    @Option(names = "--text", paramLabel = "F",
            description = "The text of the perplexity (default: new stories of the book's own).")
    private @Nullable Path text;

    @Option(names = "--choices", paramLabel = "DIR", description = "Questions in MMLU's layout "
            + "(default: the book's own, " + ReportTask.QUESTIONS + " of each subject).")
    private @Nullable Path choices;

    @Option(names = "--prompt", paramLabel = "TEXT", defaultValue = "Once there lived",
            description = "What is continued (default ${DEFAULT-VALUE}).")
    private String prompt = "";

    @Option(names = "--out", paramLabel = "F", defaultValue = "out/report.html",
            description = "The page (default ${DEFAULT-VALUE}).")
    private Path out = Path.of("");

    /// A model in the result as JSON; shares from 0 to 1.
    record Card(String name, long parameters, double perplexity, double bitsPerByte,
            double accuracy, double stderr, Map<String, Rate> subjects, double tokensPerSecond) {
        private static Card of(ReportCard card) {
            return new Card(card.name(), card.parameters(), card.perplexity(), card.bitsPerByte(),
                    card.choices().all().accuracy(), card.choices().all().stderr(),
                    card.choices().subjects(), card.tokensPerSecond());
        }
    }

    /// The result as JSON.
    record Reported(String page, List<Card> models) {}

    @Override
    public Integer call() throws IOException {
        ReportTask task = new ReportTask(
                text != null ? TextInput.read(text) : ReportTask.ownText(),
                choices != null ? ReportTask.choices(choices) : ReportTask.ownChoices(), prompt);
        List<ReportCard> cards = new ArrayList<>();
        cards.add(measured(model, task));
        if (against != null) {
            cards.add(measured(against, task));
        }
        task.writePage(out, cards);
        json.print(new Reported(out.toString(), cards.stream().map(Card::of).toList()),
                common.out(), writer -> writer.println("The report: " + out));
        return ExitCode.SUCCESS;
    }

    private ReportCard measured(Path folder, ReportTask task) throws IOException {
        return task.measure(folder, ignoring.load(folder, DType.F32, common.err()),
                common::progress);
    }
}
