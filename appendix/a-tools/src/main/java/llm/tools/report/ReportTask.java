package llm.tools.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import llm.bench.MachineLimits;
import llm.choices.ChoiceGenerator;
import llm.eval.choice.ChoiceQuestion;
import llm.eval.choice.MmluFolder;
import llm.pretrain.folder.PretrainedModel;
import llm.tales.TaleGenerator;
import llm.tensor.file.AtomicFile;
import llm.tools.cli.Progress;
import llm.tools.cli.Project;

/// What models are measured on.
///
/// @param text    whose perplexity is taken
/// @param choices questions, each with its solved examples
/// @param prompt  that is continued
public record ReportTask(String text, Map<ChoiceQuestion, List<ChoiceQuestion>> choices,
                         String prompt) {
    /// Solved examples before each question.
    static final int SHOTS = 2;
    /// Of each subject, where the questions are the book's own.
    static final int QUESTIONS = 10;
    private static final int MEASUREMENTS = 30;              // of the machine's limits
    private static final long TEXT_BYTES = 30_000;
    private static final long UNSEEN = 7_000_001;            // a seed that no training here uses

    /// Questions of a folder in MMLU's layout.
    static Map<ChoiceQuestion, List<ChoiceQuestion>> choices(Path folder) throws IOException {
        var questions = new MmluFolder(folder);
        return questions.withExamples(questions.subjects(), SHOTS);
    }

    /// The book's own questions, which no training here has seen.
    public static Map<ChoiceQuestion, List<ChoiceQuestion>> ownChoices() throws IOException {
        Path folder = Project.cache().resolve("report").resolve("choices");
        ChoiceGenerator.of(UNSEEN).writeTo(folder, QUESTIONS);
        return choices(folder);
    }

    /// Stories of the book's own, which no training here has seen.
    public static String ownText() throws IOException {
        Path file = Files.createDirectories(Project.cache().resolve("report"))
                .resolve("stories.txt");
        TaleGenerator.of(UNSEEN).writeTo(file, TEXT_BYTES, _ -> { });
        return Files.readString(file);
    }

    /// Measures a model.
    ///
    /// @param folder   of the model, for its name and the chart of its training
    /// @param progress counts questions
    public ReportCard measure(Path folder, PretrainedModel loaded,
                              Progress.Source progress) throws IOException {
        try (Progress bar = progress.progress("Measuring " + folder.getFileName(), "questions",
                choices.size())) {
            return ReportCard.of(folder, loaded, this, done -> bar.reached(done, ""));
        }
    }

    /// Writes the page about one model, or two side by side.
    public void writePage(Path page, List<ReportCard> cards) throws IOException {
        Path folder = page.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        AtomicFile.writeText(page, new ReportPage(cards, this,
                MachineLimits.measure(MEASUREMENTS)).html());
    }
}
