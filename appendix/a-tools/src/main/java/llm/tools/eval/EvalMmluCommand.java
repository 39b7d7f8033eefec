package llm.tools.eval;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import llm.eval.choice.ChoiceNorm;
import llm.eval.choice.ChoicePrompt;
import llm.eval.choice.ChoiceQuestion;
import llm.eval.choice.ChoiceResults;
import llm.eval.choice.ChoiceResults.Outcome;
import llm.eval.choice.ChoiceResults.Rate;
import llm.eval.choice.MmluFolder;
import llm.eval.choice.PublishedScore;
import llm.pretrain.folder.PretrainedModel;
import llm.text.Tokenizer;
import llm.tools.cli.Bounds;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import llm.tools.cli.JsonOption;
import llm.tools.cli.ModelPath;
import llm.tools.cli.Progress;
import llm.tools.cli.WrongUsage;
import llm.tools.model.AdapterOption;
import llm.tools.model.DTypeOption;
import llm.tools.model.IgnoreConfigOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How many questions with choices a model answers right.
@Command(
        name = "mmlu",
        header = "How many questions with choices a model answers right.",
        synopsisHeading = "Usage: ",
        optionListHeading = "%nOptions:%n",
        description = {"", "Questions lie in MMLU's layout: test/SUBJECT_test.csv, and for "
                + "--shots dev/SUBJECT_dev.csv; a row is a question, its choices, and the letter of "
                + "the right one.", "", "Methods: letter (which letter is likeliest behind "
                + "\"Answer:\"), letter-tight (without a blank before it, and nothing else in the "
                + "prompt), continuation (which answer's text is likeliest), generate (which letter "
                + "the model writes)."},
        footer = {"", "Examples:",
                "  ./llm data make choices --out out/choices",
                "  ./llm eval mmlu --model out/tour/model --data out/choices --shots 2"})
public final class EvalMmluCommand implements Callable<Integer> {
    private static final String GENERATE = "generate";

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(names = "--model", required = true, paramLabel = "DIR|NAME",
            converter = ModelPath.class, completionCandidates = ModelPath.class,
            description = "A model folder with a tokenizer, or a GGUF file.")
    private Path folder = Path.of("");

    @Mixin
    private AdapterOption adapter = new AdapterOption();

    @Mixin
    private DTypeOption dtype = new DTypeOption();

    @Mixin
    private IgnoreConfigOption ignoring = new IgnoreConfigOption();

    @Option(names = "--data", required = true, paramLabel = "DIR",
            description = "Questions in MMLU's layout.")
    private Path data = Path.of("");

    @Option(names = "--subjects", paramLabel = "NAMES", split = ",",
            description = "Some subjects alone (default: all).")
    private List<String> subjects = List.of();

    @Bounds(from = 0, to = 1000)
    @Option(names = "--shots", paramLabel = "N", defaultValue = "0",
            description = "Solved examples in the prompt, the first N of dev (default 0).")
    private int shots;

    @Option(names = "--method", paramLabel = "HOW", defaultValue = "letter",
            description = "letter, letter-tight, continuation or generate "
                    + "(default ${DEFAULT-VALUE}).")
    private String method = "letter";

    @Option(names = "--norm", paramLabel = "HOW", defaultValue = "sum",
            description = "How texts of different lengths compare: sum, chars, bytes or tokens "
                    + "(default ${DEFAULT-VALUE}).")
    private String norm = "sum";

    @Bounds(from = 0, to = Bounds.MANY)
    @Option(names = "--count", paramLabel = "N", defaultValue = "0",
            description = "The first questions of each subject alone (default: all).")
    private int count;

    @Bounds(from = 1, to = 1_000_000)
    @Option(names = "--max-new-tokens", paramLabel = "N", defaultValue = "16",
            description = "With --method generate: most tokens (default ${DEFAULT-VALUE}).")
    private int maxNewTokens;

    @Bounds(from = 0, to = Bounds.MANY)
    @Option(names = "--show-prompt", paramLabel = "N", defaultValue = "0",
            description = "Print the first N prompts, and what the model made of them.")
    private int shown;

    /// The result as JSON; shares from 0 to 1. A standard error of one question is null.
    ///
    /// @param pooledStderr if how many questions a subject has is no chance
    /// @param macroAverage every subject counts alike
    /// @param cut          questions whose prompts were cut to fit the context
    record Answered(double accuracy, double stderr, double pooledStderr, double macroAverage,
                    double[] chance, int questions, int cut, String method, String norm, int shots,
                    Map<String, Rate> subjects) {}

    @Override
    public Integer call() throws IOException {
        Optional<ChoicePrompt> form = form();
        if (shots > 0 && form.equals(Optional.of(ChoicePrompt.LETTER_TIGHT))) {
            throw new WrongUsage("--shots must be 0 with --method letter-tight, which shows no "
                    + "examples, got %d.".formatted(shots));
        }
        ChoiceNorm how = named("--norm", norm, ChoiceNorm.values(), ChoiceNorm::word);
        Map<ChoiceQuestion, List<ChoiceQuestion>> questions = questions();
        PretrainedModel loaded = ignoring.load(folder, dtype.dtype(), common.err());
        adapter.wrap(loaded.model());
        Tokenizer tokenizer = loaded.requireTokenizer(
                "Questions need a model folder with a tokenizer, got " + folder + " without one.");
        ChoiceMethod way = form.isPresent()
                ? ChoiceMethod.likeliest(loaded, tokenizer, form.get(), how)
                : ChoiceMethod.written(loaded, tokenizer, maxNewTokens);
        print(answered(way, questions), questions.keySet().iterator().next().choices().size());
        return ExitCode.SUCCESS;
    }

    /// What the model reads, if the likeliest choice counts.
    private Optional<ChoicePrompt> form() {
        return method.equals(GENERATE) ? Optional.empty() : Optional.of(named("--method", method,
                ChoicePrompt.values(), ChoicePrompt::word, GENERATE));
    }

    private static <T> T named(String option, String name, T[] all,
            Function<T, String> word, String... others) {
        for (T each : all) {
            if (word.apply(each).equals(name)) {
                return each;
            }
        }
        throw new WrongUsage("%s must be one of %s, got %s.".formatted(option,
                Stream.concat(Arrays.stream(all).map(word), Stream.of(others))
                        .collect(Collectors.joining(", ")), name));
    }

    /// Each question with its solved examples.
    private Map<ChoiceQuestion, List<ChoiceQuestion>> questions() throws IOException {
        var mmlu = new MmluFolder(data);
        List<String> known = mmlu.subjects();
        for (String subject : subjects) {
            if (!known.contains(subject)) {
                throw new WrongUsage("--subjects must be some of "
                        + String.join(", ", known) + ", got " + subject + ".");
            }
        }
        Map<ChoiceQuestion, List<ChoiceQuestion>> all =
                mmlu.withExamples(subjects.isEmpty() ? known : subjects, shots);
        if (count > 0) {
            all.keySet().removeIf(question -> question.row() >= count);
        }
        return all;
    }

    /// All answers.
    private record Exam(ChoiceResults results, int cut) {}

    private Exam answered(ChoiceMethod way,
            Map<ChoiceQuestion, List<ChoiceQuestion>> questions) throws IOException {
        List<Outcome> outcomes = new ArrayList<>();
        int cut = 0;
        try (Progress progress = common.progress("Answering", "questions", questions.size())) {
            for (var each : questions.entrySet()) {
                ChoiceQuestion question = each.getKey();
                ChoiceMethod.Answer answer = way.ask(question, each.getValue());
                if (outcomes.size() < shown) {
                    progress.tell("--- prompt %d%n%s%n--- %s".formatted(outcomes.size() + 1,
                            answer.prompt(), answer.told()));
                }
                outcomes.add(new Outcome(question.subject(), answer.right()));
                cut += answer.cut() ? 1 : 0;
                progress.reached(outcomes.size(), question.subjectName());
            }
        }
        return new Exam(ChoiceResults.of(outcomes), cut);
    }

    private void print(Exam exam, int choices) {
        ChoiceResults results = exam.results;
        Answered answered = new Answered(results.all().accuracy(), results.all().stderr(),
                results.pooledStderr(), results.macroAverage(), results.chanceBand(choices),
                results.all().questions(), exam.cut, method, norm, shots, results.subjects());
        json.print(answered, common.out(), out -> {
            results.subjects().forEach((subject, rate) -> line(out, subject, rate));
            line(out, "all", results.all());
            if (Double.isFinite(results.pooledStderr())) {
                out.printf(Locale.ROOT, "%-32s          ± %.1f%n", "pooled over subjects",
                        100 * results.pooledStderr());
            }
            out.printf(Locale.ROOT, "Mean over subjects %.1f %%; guessing gives %.1f to %.1f %%.%n",
                    100 * results.macroAverage(), 100 * answered.chance[0],
                    100 * answered.chance[1]);
            if (exam.cut > 0) {
                out.printf("%d prompts were cut at their start to fit the context.%n", exam.cut);
            }
            out.printf("%nPublished scores on MMLU's own questions; prompts, shots and norms "
                    + "differ from row to row:%n%s%n", PublishedScore.table(PublishedScore.MMLU));
        });
    }

    private static void line(PrintWriter out, String name, Rate rate) {
        out.printf(Locale.ROOT, "%-32s %5.1f %% ± %s  (%d questions)%n", name.replace('_', ' '),
                100 * rate.accuracy(), Double.isNaN(rate.stderr()) ? "?"
                        : "%.1f".formatted(100 * rate.stderr()), rate.questions());
    }
}
