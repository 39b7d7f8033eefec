package llm.tools.eval;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.DoubleSupplier;
import llm.eval.judge.AnswerPair;
import llm.eval.judge.ChatJudge;
import llm.eval.judge.Comparison;
import llm.eval.judge.Comparisons;
import llm.eval.judge.Judge;
import llm.eval.judge.RulesJudge;
import llm.instruct.Responses;
import llm.preference.policy.AnswerRule;
import llm.tools.cli.Bounds;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import llm.tools.cli.JsonOption;
import llm.tools.cli.Progress;
import llm.tools.model.InstructionQuestions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Lets a judge compare the answers of two models.
@Command(
        name = "judge",
        header = "Let a judge compare the answers of two models.",
        synopsisHeading = "Usage: ",
        optionListHeading = "%nOptions:%n",
        description = {"", "Both files hold answers to the same questions, as eval instruct "
                + "--responses writes them. Each pair is judged in both orders. The judge is a model "
                + "behind an address that speaks OpenAI's chat completions, or rules: the checkable "
                + "ones of the questions' kinds. Win rates are in percent; the length-controlled one "
                + "is what would remain if both wrote equally long."},
        footer = {"", "Examples:",
                "  ./llm eval instruct --model out/tour/model \\",
                "      --data datasets/instructions/instructions-test.json \\",
                "      --responses out/a.json",
                "  ./llm eval instruct --model out/tour/assistant \\",
                "      --data datasets/instructions/instructions-test.json \\",
                "      --responses out/b.json",
                "  ./llm eval judge --answers out/b.json --against out/a.json --judge rules \\",
                "      --data datasets/instructions/instructions-test.json",
                "  ./llm eval judge --answers out/b.json --against out/a.json \\",
                "      --judge http://localhost:11434/v1 --judge-model llama3.2"})
public final class EvalJudgeCommand implements Callable<Integer> {
    private static final String RULES = "rules";

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(names = "--answers", required = true, paramLabel = "F",
            description = "Answers of the model that is evaluated.")
    private Path answers = Path.of("");

    @Option(names = "--against", required = true, paramLabel = "F",
            description = "Answers of the baseline.")
    private Path against = Path.of("");

    @Option(names = "--judge", required = true, paramLabel = "URL|rules",
            description = "Who judges.")
    private String judge = "";

    @Mixin
    private JudgeModelOptions judgeModel = new JudgeModelOptions();

    @Option(names = "--data", paramLabel = "F", description = "With rules: the questions with "
            + "their kinds (default: an answer is right if its words are the output's).")
    private @Nullable Path data;

    @Bounds(from = 0, to = Bounds.MANY)
    @Option(names = "--count", paramLabel = "N", defaultValue = "0",
            description = "Judge the first pairs alone (default: all).")
    private int count;

    /// The result as JSON.
    ///
    /// @param winRate          in percent, with its standard error
    /// @param lengthControlled in percent; null where there is none
    /// @param flips            percent of the pairs whose verdict changed with the order
    /// @param longerWins       percent of the decided pairs that the longer answer won
    /// @param unclear          replies that were no verdict
    record Judged(double winRate, double stderr, @Nullable Double lengthControlled, double flips,
                  int pairs, int wins, int losses, int draws, double discreteWinRate,
                  @Nullable Double longerWins, int unclear) {}

    @Override
    public Integer call() throws IOException {
        List<AnswerPair> all = AnswerPair.of(Responses.load(against), Responses.load(answers));
        List<AnswerPair> pairs = count == 0 ? all : all.subList(0, Math.min(count, all.size()));
        Comparisons compared = judged(judge(), pairs);
        if (compared.judged().isEmpty()) {
            throw new IllegalStateException("The judge must give a verdict in both orders for one "
                    + "pair at least, got none of " + pairs.size() + ".");
        }
        json.print(result(compared), common.out(), out -> out.println(compared));
        return ExitCode.SUCCESS;
    }

    private Comparisons judged(Judge judge, List<AnswerPair> pairs) throws IOException {
        List<Comparison> compared = new ArrayList<>();
        try (Progress progress = common.progress("Judging", "pairs", Math.max(1, pairs.size()))) {
            for (AnswerPair pair : pairs) {
                compared.add(Comparison.of(judge, pair));
                progress.reached(compared.size(), "");
            }
        }
        return new Comparisons(compared);
    }

    private Judge judge() throws IOException {
        if (!judge.equals(RULES)) {
            return new ChatJudge(judgeModel.client(judge));
        }
        if (data == null) {
            return new RulesJudge(AnswerRule.WORDS);
        }
        InstructionQuestions questions = InstructionQuestions.read(data, 0);
        return new RulesJudge(response -> questions.accepts(response) ? 1 : 0);
    }

    private static Judged result(Comparisons compared) {
        var rate = compared.winRate();
        return new Judged(rate.percent(), rate.standardError(),
                orNull(() -> compared.lengthControlled().percent()), compared.flips().percent(),
                compared.judged().size(), rate.wins(), rate.losses(), rate.draws(),
                rate.discrete(), compared.longerWins().count() == 0 ? null
                        : compared.longerWins().percent(), compared.unclear().part());
    }

    private static @Nullable Double orNull(DoubleSupplier number) {
        try {
            return number.getAsDouble();
        } catch (IllegalArgumentException none) {
            return null;                                     // the text says why
        }
    }
}
