package llm.tools.preference;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import llm.instruct.Instruction;
import llm.instruct.InstructionFile;
import llm.instruct.PromptFormat;
import llm.model.decode.Sampler;
import llm.preference.PreferenceFile;
import llm.preference.PreferencePair;
import llm.preference.RewardModel;
import llm.preference.policy.AnswerRule;
import llm.preference.policy.Completion;
import llm.preference.policy.GroupSampler;
import llm.preference.policy.ScalingCurve;
import llm.pretrain.folder.PretrainedModel;
import llm.tools.cli.Bounds;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import llm.tools.cli.JsonOption;
import llm.tools.cli.ModelPath;
import llm.tools.cli.Progress;
import llm.tools.cli.WrongUsage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What more answers to each question are worth.
@Command(
        name = "scaling",
        header = "What more answers to each question are worth.",
        synopsisHeading = "Usage: ",
        optionListHeading = "%nOptions:%n",
        description = {"", "Draws several answers to each question and takes one: the most "
                + "frequent, or the one that a reward model scores highest. Shows how many are "
                + "right over the number of answers, and draws the curve."},
        footer = {"", "Examples:",
                "  ./llm finetune instruct --model out/tour/model \\",
                "      --data datasets/puzzles/demonstrations.json --out out/sorter",
                "  ./llm data make preferences --set sorted --out out/sorted",
                "  ./llm finetune reward --model out/sorter --data out/sorted \\",
                "      --out out/reward",
                "  ./llm eval scaling --model out/sorter \\",
                "      --data datasets/puzzles/puzzles-test.json --answers 16 \\",
                "      --reward-model out/reward --out out/scaling"})
public final class EvalScalingCommand implements Callable<Integer> {
    private static final int TOGETHER = 8;                   // questions between two reports

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(names = "--model", required = true, paramLabel = "DIR|NAME",
            converter = ModelPath.class, completionCandidates = ModelPath.class,
            description = "A model folder.")
    private Path model = Path.of("");

    @Option(names = "--data", required = true, paramLabel = "F",
            description = "Questions with right answers, as JSON in the fields of Alpaca.")
    private Path data = Path.of("");

    @Bounds(from = 0, to = Bounds.MANY)
    @Option(names = "--count", paramLabel = "N", defaultValue = "0",
            description = "Ask the first of them alone (default: all).")
    private int count;

    @Bounds(from = 1, to = 65_536)
    @Option(names = "--answers", paramLabel = "N", defaultValue = "16",
            description = "Answers to each (default ${DEFAULT-VALUE}).")
    private int answers;

    @Option(names = "--check", paramLabel = "RULE", defaultValue = "words",
            description = "When an answer is right: exact, words or number (default "
                    + "${DEFAULT-VALUE}).")
    private String check = "words";

    @Option(names = "--reward-model", paramLabel = "DIR|NAME",
            converter = ModelPath.class, completionCandidates = ModelPath.class,
            description = "Scores answers.")
    private @Nullable Path rewardModel;

    @Bounds(from = 0, to = 1000, above = true)
    @Option(names = "--temperature", paramLabel = "T", defaultValue = "1",
            description = "Answers are drawn at this temperature (default ${DEFAULT-VALUE}).")
    private double temperature;

    @Bounds(from = 1, to = 1_000_000)
    @Option(names = "--max-new-tokens", paramLabel = "N", defaultValue = "64",
            description = "Most tokens of an answer (default ${DEFAULT-VALUE}).")
    private int maxNewTokens;

    @Option(names = "--format", paramLabel = "NAME", defaultValue = "short",
            description = "How questions are laid out (default ${DEFAULT-VALUE}).")
    private String format = "short";

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1",
            description = "Seed of the answers (default ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--pairs", paramLabel = "F",
            description = "Write pairs for finetune reward or prefer here: for each question that "
                    + "got a wrong answer, the right one beside it.")
    private @Nullable Path pairs;

    @Option(names = "--out", paramLabel = "DIR", description = "Draw the curve here.")
    private @Nullable Path out;

    @Override
    public Integer call() throws IOException {
        PromptFormat layout = WrongUsage.unless(() -> PromptFormat.named(format));
        AnswerRule rule = WrongUsage.unless(() -> AnswerRule.named(check));
        RewardModel scorer = rewardModel == null ? null : RewardModel.load(rewardModel, layout);
        List<Instruction> all = InstructionFile.read(data);
        List<Completion> drawn = draw(count == 0 ? all
                : all.subList(0, Math.min(count, all.size())), layout);
        ScalingCurve curve = ScalingCurve.of(drawn, answers, rule, scorer == null ? null
                : scorer.scores(drawn.stream().map(Completion::response).toList()));
        if (out != null) {
            Files.createDirectories(out);
            curve.picture().write(out, "scaling");
        }
        if (pairs != null) {
            PreferenceFile.write(pairs(drawn, rule), pairs);
        }
        json.print(curve, common.out(), lines -> print(curve, lines));
        return ExitCode.SUCCESS;
    }

    private List<Completion> draw(List<Instruction> questions, PromptFormat layout)
            throws IOException {
        PretrainedModel loaded = PretrainedModel.load(model);
        GroupSampler sampler = new GroupSampler(loaded.model(), loaded.requireTokenizer(
                "Questions need a model folder with a tokenizer, got " + model + " without one."),
                layout, Sampler.atTemperature(temperature),
                maxNewTokens);
        List<Completion> drawn = new ArrayList<>();
        try (Progress progress = common.progress("Answering", "questions", questions.size())) {
            for (int from = 0; from < questions.size(); from += TOGETHER) {
                int to = Math.min(from + TOGETHER, questions.size());
                drawn.addAll(sampler.sample(questions.subList(from, to), answers, seed + from));
                progress.reached(to, "");
            }
        }
        return drawn;
    }

    /// The first wrong answer to each question that got one, beside the right answer.
    private List<PreferencePair> pairs(List<Completion> drawn, AnswerRule rule) {
        List<PreferencePair> wrong = new ArrayList<>();
        for (int group = 0; group < drawn.size(); group += answers) {
            drawn.subList(group, group + answers).stream().map(Completion::response)
                    .filter(response -> rule.of(response) == 0).findFirst()
                    .ifPresent(response -> wrong.add(new PreferencePair(
                            response.instruction().instruction(), response.instruction().input(),
                            response.instruction().output(), response.answer())));
        }
        if (wrong.isEmpty()) {
            throw new IllegalArgumentException("--pairs needs a wrong answer, got none.");
        }
        return wrong;
    }

    private static void print(ScalingCurve curve, PrintWriter lines) {
        lines.printf("%8s %14s %14s %14s%n", "answers", "most frequent", "reward model",
                "any right");
        for (ScalingCurve.Point point : curve.points()) {
            lines.printf(Locale.ROOT, "%8d %12.1f %% %14s %12.1f %%%n", point.answers(),
                    100 * point.majority(), Double.isNaN(point.best()) ? "–"
                            : String.format(Locale.ROOT, "%.1f %%", 100 * point.best()),
                    100 * point.any());
        }
    }
}
