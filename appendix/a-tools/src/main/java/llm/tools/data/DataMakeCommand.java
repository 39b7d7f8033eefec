package llm.tools.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import llm.instructions.InstructionGenerator;
import llm.spam.SpamGenerator;
import llm.tales.TaleGenerator;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import llm.tools.cli.HumanReadable;
import llm.tools.cli.JsonOption;
import llm.tools.cli.Progress;
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
                + "instruct. The last two are folders with files train, validation and test, which share no "
                + "template. The same seed writes the same bytes everywhere."},
        footer = {"", "Examples:", "  ./llm data make tales --out tales.txt --megabytes 10",
                "  ./llm data make spam --out out/messages",
                "  ./llm data make instructions --out out/instructions --count 30000"})
final class DataMakeCommand implements Callable<Integer> {
    private static final int SPAM = 5_000;
    private static final int INSTRUCTIONS = 20_000;
    private static final int TEST = 2_000;
    private static final double MEGABYTES = 10;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Parameters(paramLabel = "NAME", description = "tales, book, spam or instructions.")
    private String name = "";

    @Option(names = "--out", required = true, paramLabel = "PATH",
            description = "The file to write, or the folder.")
    private Path out = Path.of("");

    @Option(names = "--megabytes", paramLabel = "N",
            description = "Size of tales or book (default 10).")
    private @Nullable Double megabytes;

    @Option(names = "--count", paramLabel = "N",
            description = "Entries to train with (default " + SPAM + " messages or " + INSTRUCTIONS
                    + " instructions).")
    private @Nullable Integer count;

    @Option(names = "--test", paramLabel = "N", defaultValue = "" + TEST,
            description = "Entries to test with; half as many validate (default ${DEFAULT-VALUE}).")
    private int test;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1",
            description = "Seed (default ${DEFAULT-VALUE}).")
    private long seed;

    /// The result as JSON.
    record Made(String path, long bytes) {}

    @Override
    public Integer call() throws IOException {
        if (test < 2 || count != null && count < 1 || megabytes != null && !(megabytes > 0)) {
            throw new IllegalArgumentException("--count must be 1 or more, --test 2 or more and "
                    + "--megabytes above 0, got %s, %d and %s.".formatted(count, test, megabytes));
        }
        switch (name) {
            case "tales" -> writeText((bytes, progress) ->
                    TaleGenerator.of(seed).writeTo(out, bytes, progress));
            case "book" -> writeText((bytes, progress) ->
                    BookText.write(out, bytes, seed, progress));
            case "spam" -> writeSpam(count != null ? count : SPAM);
            case "instructions" -> writeInstructions(count != null ? count : INSTRUCTIONS);
            default -> throw new IllegalArgumentException(
                    "The name must be tales, book, spam or instructions, got " + name + ".");
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
        InstructionGenerator entries = InstructionGenerator.of(seed);
        Files.createDirectories(out);
        entries.writeTo(out.resolve("train.json"), llm.instructions.Split.TRAIN, training);
        entries.writeTo(out.resolve("validation.json"), llm.instructions.Split.VALIDATION,
                test / 2);
        entries.writeTo(out.resolve("test.json"), llm.instructions.Split.TEST, test);
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
