package llm.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import llm.model.DecoderModel;
import llm.model.GptConfig;
import llm.pretrain.folder.PretrainedModel;
import llm.text.bpe.BpeTokenizer;
import llm.text.bpe.BpeTrainer;
import llm.train.StagedFolder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// Takes the examples from the texts, so that none can name an option that is not there. Those of
/// the list below aside, each is then run, the README's in their order and the helps' behind them,
/// in a folder as `./llm tour` leaves it, with the files of the reader's own that they name.
///
/// They are run shortened: two steps of two examples, a few entries of data, thirty questions.
@DisplayName("The examples of README and --help")
class ExamplesTest {
    /// What is parsed only, and why; where another test runs it, which.
    private static final Map<String, String> NOT_RUN = Map.ofEntries(
            Map.entry("tour", "minutes: TourCommandTest"),
            Map.entry("test", "the launcher's: LauncherScriptTest"),
            Map.entry("docs", "reads the book's sources: DocsCommandTest"),
            Map.entry("data get", "a download: ReadmeModelsTest, from a server of its own"),
            Map.entry("chat", "a terminal: ChatCommandTest"),
            Map.entry("serve", "runs until it is stopped: ServeCommandTest"),
            Map.entry("run", "the notebooks' tests run all of them"),
            Map.entry("notebooks", "starts Jupyter: NotebooksCommandTest"),
            Map.entry("jshell", "a terminal: JShellCommandTest"),
            Map.entry("grade", "the learner's files: ExerciseCommandsTest"),
            Map.entry("hint", "the learner's progress: ExerciseCommandsTest"),
            Map.entry("reset", "the learner's files: ExerciseCommandsTest"),
            Map.entry("next-exercise", "the learner's progress: ExerciseCommandsTest"),
            Map.entry("quiz", "asks: ExerciseCommandsTest"),
            Map.entry("handout", "copies the book: SubmissionsTest"),
            Map.entry("bench", "measures for minutes: BenchCommandTest"),
            Map.entry("ladder", "minutes: LadderCommandTest"),
            Map.entry("finetune compare", "nineteen trainings: FinetuneCompareCommandTest"),
            Map.entry("eval mmlu", "a download: EvalMmluCommandTest"),
            Map.entry("eval judge", "answers of two models: EvalJudgeCommandTest"),
            Map.entry("eval score", "a judge that answers: EvalScoreCommandTest"),
            Map.entry("eval arena", "people's votes: EvalArenaCommandTest"),
            Map.entry("report", "minutes: ReportCommandTest"),
            Map.entry("data duplicates", "the reader's files: DataQualityCommandsTest"));

    @TempDir
    private static Path folder = Path.of("");
    private static final String CACHE = System.getProperty("llm.cache");

    /// As if a small model had been fetched as those that the README names.
    @BeforeAll
    static void fetch() throws IOException {
        leaveTour();
        for (String name : List.of("gpt2", "smollm2-135m-instruct")) {
            Path fetched = folder.resolve(".cache/data").resolve(name);
            Fixtures.copy(folder.resolve("out/tour/model"), fetched);
            Files.writeString(fetched.resolve("source.json"), "{}");
        }
        System.setProperty("llm.cache", folder.resolve(".cache").toString());
    }

    @AfterAll
    static void moveBack() {
        System.setProperty("llm.cache", CACHE);
    }

    static Stream<Example> all() throws IOException {
        return Stream.concat(Example.ofReadme().stream(), Example.ofHelp().stream());
    }

    private static ParseResult parse(List<String> words) {
        return Llm.commandLine(words).parseArgs(words.toArray(String[]::new));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    @DisplayName("name commands and options that there are")
    void parse(Example example) {
        if (!example.words().getFirst().equals("COMMAND") && !isPlaceholder(example)) {
            assertThat(parse(parsed(example.words())).subcommand()).isNotNull();
        }
    }

    /// What stands behind `test` goes to Maven.
    private static List<String> parsed(List<String> words) {
        return words.getFirst().equals("test") ? words.subList(0, 1) : words;
    }

    /// A command in a sentence may stand without its arguments.
    private static boolean isPlaceholder(Example example) {
        return example.place().startsWith("README,") && example.words().size() <= 2;
    }

    @Test
    @DisplayName("are not passed over: there are a hundred, and a wrong option is seen")
    void there() throws IOException {
        assertThat(all()).hasSizeGreaterThan(100).extracting(Example::line)
                .contains("tour", "doctor", "data list");
        assertThatThrownBy(() -> parse(List.of("plan", "--presets", "tiny")))
                .isInstanceOf(UnmatchedArgumentException.class);
    }

    @Test
    @DisplayName("run, in their shortened form")
    void run() throws IOException {
        leaveOwnFiles();
        List<String> run = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        for (Example example : all().filter(ExamplesTest::isRun).toList()) {
            List<String> words = inFolder(shortened(example.words()));
            if (!run.contains(example.line())) {
                run.add(example.line());
                makeRoom(words);
                Terminal result = reading(example, words);
                if (result.exitCode() != 0) {
                    failed.add(example.place() + ": " + words + "\n" + result.err());
                }
            }
        }
        assertThat(failed).isEmpty();
        assertThat(run).hasSizeGreaterThan(30);
    }

    /// An example begins as in a fresh clone: what another one wrote to the same place goes.
    private static void makeRoom(List<String> words) throws IOException {
        int out = words.indexOf("--out");
        if (out >= 0 && !words.contains("--resume") && Files.exists(Path.of(words.get(out + 1)))) {
            StagedFolder.delete(Path.of(words.get(out + 1)));
        }
    }

    private static boolean isRun(Example example) {
        String line = example.line();
        return NOT_RUN.keySet().stream().noneMatch(not -> (line + " ").startsWith(not + " "))
                && !example.place().startsWith("README,") && !line.contains("gpt2-124m");
    }

    private static Terminal reading(Example example, List<String> words)
            throws IOException {
        InputStream before = System.in;
        if (example.input().isPresent()) {
            System.setIn(new ByteArrayInputStream(
                    Files.readAllBytes(folder.resolve(example.input().get()))));
        }
        try {
            return Terminal.run(words.toArray(String[]::new));
        } finally {
            System.setIn(before);
        }
    }

    private static void leaveTour() throws IOException {
        Terminal.run("data", "make", "tales", "--megabytes", "0.05", "--out",
                folder.resolve("tales.txt").toString());
        BpeTokenizer tokenizer = BpeTrainer.ofSize(400)
                .train(List.of(Files.readString(folder.resolve("tales.txt"))));
        DecoderModel model = new DecoderModel(
                GptConfig.of(tokenizer.vocabSize(), 640, 16, 2, 1), 1);
        PretrainedModel.of(model, tokenizer).save(folder.resolve("out/tour/model"), "");
    }

    /// Files that a reader has: the examples say what is in them.
    private static void leaveOwnFiles() throws IOException {
        Files.writeString(folder.resolve("prompt.txt"), "Once there lived");
        Files.writeString(folder.resolve("prompts.jsonl"), "\"Once\"\n{\"prompt\": \"A fox\"}\n");
        Files.writeString(folder.resolve("messages.txt"), "You won a prize\nSee you at six\n");
        Terminal.run("data", "make", "spam", "--count", "400", "--out",
                folder.resolve("sms").toString());
        Files.copy(folder.resolve("sms/train.tsv"), folder.resolve("sms.tsv"));
        for (String set : List.of("right", "sorted")) {
            Terminal.run("data", "make", "preferences", "--set", set, "--count", "40", "--out",
                    folder.resolve("out/" + set).toString());
        }
        Terminal.run("data", "make", "instructions", "--count", "40", "--out",
                folder.resolve("own").toString());
        Files.copy(folder.resolve("own/train.json"), folder.resolve("instructions.json"));
    }

    private static List<String> shortened(List<String> words) {
        List<String> shorter = new ArrayList<>(words);
        String command = words.getFirst() + " " + words.get(Math.min(1, words.size() - 1));
        if (words.contains("--resume")) {
            return shorter;
        }
        if (Set.of("pretrain", "finetune").contains(words.getFirst())) {
            without(shorter, "--epochs");
            replace(shorter, "--steps", "2");
            replace(shorter, "--batch", "2");
        } else if (command.equals("data make")) {
            boolean text = words.contains("tales");
            replace(shorter, text ? "--megabytes" : "--count", text ? "0.05" : "200");
        } else if (command.equals("eval instruct") || command.equals("eval scaling")) {
            replace(shorter, "--count", "30");
            replace(shorter, "--max-new-tokens", "4");
        }
        return shorter;
    }

    private static void without(List<String> words, String option) {
        int at = words.indexOf(option);
        if (at >= 0) {
            words.subList(at, at + 2).clear();
        }
    }

    private static void replace(List<String> words, String option, String value) {
        without(words, option);
        words.addAll(List.of(option, value));
    }

    /// The same with all paths below a folder: those that an option or a parameter takes.
    private static List<String> inFolder(List<String> words) {
        List<String> paths = new ArrayList<>();
        for (ParseResult part = parse(words); part != null; part = part.subcommand()) {
            part.matchedArgs().stream().filter(ExamplesTest::isPath)
                    .forEach(arg -> paths.addAll(arg.originalStringValues()));
        }
        return words.stream().map(word -> paths.contains(word) && !word.equals("gpt2")
                ? folder.resolve(word).toString() : word).toList();
    }

    private static boolean isPath(ArgSpec argument) {
        return argument.auxiliaryTypes()[0] == Path.class;
    }
}
