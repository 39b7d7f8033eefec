package llm.tools.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import llm.choices.ChoiceGenerator;
import llm.instructions.InstructionGenerator;
import llm.instructions.Split;
import llm.preferences.Preference;
import llm.preferences.PreferenceCorpus;
import llm.preferences.PreferenceGenerator;
import llm.puzzles.PuzzleGenerator;
import llm.spam.SpamGenerator;
import llm.tales.TaleGenerator;
import llm.tools.cli.Bounds;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.DiskRoom;
import llm.tools.cli.ExitCode;
import llm.tools.cli.HumanReadable;
import llm.tools.cli.JsonOption;
import llm.tools.cli.Progress;
import llm.tools.cli.WrongUsage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Writes data of the book's own generators.
@Command(
        name = "make",
        header = "Write data of the book's own generators.",
        synopsisHeading = "Usage: ",
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        description = {"", "tales: a text of short stories, for pretrain. book: the same with two "
                + "text messages after each, for a model that is finetuned later. spam: text "
                + "messages, for finetune classify. instructions: tasks and answers, for finetune "
                + "instruct. preferences: two answers to each request, the better one polite or "
                + "right. puzzles: numbers to sort, for rewards that a rule gives. All but the "
                + "first two are folders with files train, validation and test, which share no "
                + "template or, for puzzles, no question. The same seed writes the same bytes "
                + "everywhere."},
        footer = {"", "Examples:",
                "  ./llm data make tales --out tales.txt --megabytes 10",
                "  ./llm data make spam --out out/messages",
                "  ./llm data make instructions --out out/instructions --count 30000",
                "  ./llm data make preferences --set polite --out out/polite",
                "  ./llm data make puzzles --out out/puzzles --right 0.4",
                "  ./llm data make choices --out out/choices"})
final class DataMakeCommand implements Callable<Integer> {
    private static final int SPAM = 5_000;
    private static final int INSTRUCTIONS = 20_000;
    private static final int PREFERENCES = 5_000;
    private static final String SORTED = "sorted";
    private static final int CHOICES = 50;
    private static final int PUZZLES = 10_000;
    private static final int TEST = 2_000;
    private static final double MEGABYTES = 10;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Parameters(paramLabel = "NAME", description =
            "tales, book, spam, instructions, preferences, puzzles or choices.")
    private String name = "";

    @Option(names = "--out", required = true, paramLabel = "PATH",
            description = "The file to write, or the folder.")
    private Path out = Path.of("");

    @Bounds(from = 0, to = 1e6, above = true)
    @Option(names = "--megabytes", paramLabel = "N",
            description = "Size of tales or book (default 10).")
    private @Nullable Double megabytes;

    @Bounds(from = 1, to = Bounds.MANY)
    @Option(names = "--count", paramLabel = "N",
            description = "Entries to train with (default " + SPAM + " messages, " + INSTRUCTIONS
                    + " instructions, " + PREFERENCES + " preferences or " + PUZZLES
                    + " puzzles); of choices, questions of each subject to test with (default "
                    + CHOICES + ").")
    private @Nullable Integer count;

    @Bounds(from = 2, to = Bounds.MANY)
    @Option(names = "--test", paramLabel = "N", defaultValue = "" + TEST,
            description = "Entries to test with; half as many validate (default ${DEFAULT-VALUE}).")
    private int test;

    @Option(names = "--set", paramLabel = "SET", defaultValue = "polite",
            description = "What the better answer of preferences is: polite, right (to "
                    + "instructions) or sorted (to puzzles) (default ${DEFAULT-VALUE}).")
    private String set = "";

    @Bounds(from = 0, to = 1)
    @Option(names = "--right", paramLabel = "SHARE", defaultValue = "1",
            description = "Share of right answers to the puzzles that train and validate, from 0 "
                    + "to 1 (default ${DEFAULT-VALUE}).")
    private double right;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1",
            description = "Seed (default ${DEFAULT-VALUE}).")
    private long seed;

    /// The result as JSON.
    record Made(String path, long bytes) {}

    @Override
    public Integer call() throws IOException {
        switch (name) {
            case "tales" -> writeText((bytes, progress) ->
                    TaleGenerator.of(seed).writeTo(out, bytes, progress));
            case "book" -> writeText((bytes, progress) ->
                    BookText.write(out, bytes, seed, progress));
            case "spam" -> writeSpam(count != null ? count : SPAM);
            case "instructions" -> writeInstructions(count != null ? count : INSTRUCTIONS);
            case "preferences" -> writePreferences(count != null ? count : PREFERENCES);
            case "puzzles" -> writePuzzles(count != null ? count : PUZZLES);
            case "choices" -> ChoiceGenerator.of(seed).writeTo(out, count != null ? count : CHOICES);
            default -> throw new WrongUsage("The name must be tales, book, spam, "
                    + "instructions, preferences, puzzles or choices, got " + name + ".");
        }
        Made made = new Made(out.toString(), bytes());
        json.print(made, common.out(), text -> text.printf("%s in %s%n",
                HumanReadable.bytes(made.bytes), out));
        return ExitCode.SUCCESS;
    }

    private interface Writing {
        void write(long bytes, LongConsumer progress) throws IOException;
    }

    private void writeText(Writing writing) throws IOException {
        long bytes = (long) (1e6 * (megabytes != null ? megabytes : MEGABYTES));
        DiskRoom.require(out, bytes, "the text");
        try (Progress progress = common.progress("Writing", "kB", Math.max(1, bytes / 1_000))) {
            writing.write(bytes, written -> progress.reached(written / 1_000, ""));
        }
    }

    private void writeSpam(int training) throws IOException {
        SpamGenerator messages = SpamGenerator.of(seed);
        Files.createDirectories(out);
        messages.writeTo(out.resolve("train.tsv"), llm.spam.Split.TRAIN, training);
        messages.writeTo(out.resolve("validation.tsv"), llm.spam.Split.VALIDATION, test / 2);
        messages.writeTo(out.resolve("test.tsv"), llm.spam.Split.TEST, test);
    }

    private void writeInstructions(int training) throws IOException {
        writeParts(training, InstructionGenerator.of(seed)::writeTo);
    }

    private void writePreferences(int training) throws IOException {
        if (set.equals(SORTED)) {
            PuzzleGenerator puzzles = PuzzleGenerator.of(seed);
            writeParts(training, (file, split, pairs) -> new PreferenceCorpus(
                    puzzles.comparisons(split, pairs)).writeTo(file));
        } else {
            writeParts(training, PreferenceGenerator.of(Preference.of(set), seed)::writeTo);
        }
    }

    /// The test asks for right answers, whatever was shown before.
    private void writePuzzles(int training) throws IOException {
        PuzzleGenerator puzzles = PuzzleGenerator.of(seed);
        writeParts(training, (file, split, entries) -> puzzles.writeTo(file, split, entries,
                split == Split.TEST ? 1 : right));
    }

    private interface PartWriting {
        void write(Path file, Split split, int entries) throws IOException;
    }

    private void writeParts(int training, PartWriting writing) throws IOException {
        Files.createDirectories(out);
        writing.write(out.resolve("train.json"), Split.TRAIN, training);
        writing.write(out.resolve("validation.json"), Split.VALIDATION, test / 2);
        writing.write(out.resolve("test.json"), Split.TEST, test);
    }

    private long bytes() throws IOException {
        if (Files.isRegularFile(out)) {
            return Files.size(out);
        }
        long bytes = 0;
        try (var files = Files.list(out)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }
}
