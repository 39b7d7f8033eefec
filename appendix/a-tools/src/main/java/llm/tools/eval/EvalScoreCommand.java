package llm.tools.eval;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import llm.eval.judge.Correlation;
import llm.eval.judge.ScoreJudge;
import llm.eval.judge.Scores;
import llm.instruct.Response;
import llm.instruct.Responses;
import llm.tools.cli.Bounds;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import llm.tools.cli.JsonOption;
import llm.tools.cli.Progress;
import llm.tools.cli.WrongUsage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Lets a judge score answers one by one, and compares judges.
@Command(
        name = "score",
        header = "Let a judge score answers from 0 to 100, and see whether judges agree.",
        synopsisHeading = "Usage: ",
        optionListHeading = "%nOptions:%n",
        description = {"", "The judge is a model behind an address that speaks OpenAI's chat "
                + "completions. It sees a question, a right answer and one answer at a time, and "
                + "is to reply with a whole number; other replies are no score, and are counted.",
                "",
                "Scores of other judges for the same answers come from files, by --scores: a JSON "
                + "array of numbers, null where there is none, as --save writes it. For each two "
                + "judges it is told how well they agree (1: fully, 0: not at all)."},
        footer = {"", "Examples:",
                "  ./llm eval instruct --model out/tour/assistant \\",
                "      --data datasets/instructions/instructions-test.json \\",
                "      --responses out/b.json",
                "  ./llm eval score --answers out/b.json --judge http://localhost:11434/v1 \\",
                "      --judge-model llama3.2 --save out/llama.json",
                "  ./llm eval score --answers out/b.json --judge http://localhost:11434/v1 \\",
                "      --judge-model phi3 --save out/phi.json",
                "  ./llm eval score --scores out/llama.json --scores out/phi.json"})
public final class EvalScoreCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(names = "--judge", paramLabel = "URL", description = "Who judges.")
    private @Nullable String judge;

    @Mixin
    private JudgeModelOptions judgeModel = new JudgeModelOptions();

    @Option(names = "--answers", paramLabel = "F",
            description = "With --judge: the answers, as eval instruct --responses writes them.")
    private @Nullable Path answers;

    @Option(names = "--field", paramLabel = "NAME", defaultValue = Responses.ANSWER,
            description = "The field of the answers in that file (default ${DEFAULT-VALUE}).")
    private String field = Responses.ANSWER;

    @Option(names = "--scores", paramLabel = "F",
            description = "What another judge gave the same answers; may be repeated.")
    private List<Path> files = List.of();

    @Bounds(from = 0, to = Bounds.MANY)
    @Option(names = "--count", paramLabel = "N", defaultValue = "0",
            description = "The first answers alone (default: all).")
    private int count;

    @Option(names = "--save", paramLabel = "F", description = "With --judge: write its scores.")
    private @Nullable Path saved;

    /// A judge, and what it gave.
    private record Judge(String name, Scores scores) {}

    /// A judge in the result as JSON.
    ///
    /// @param stderr     null for a single score
    /// @param unreadable answers for which it gave no score
    record Judged(String judge, double mean, @Nullable Double stderr, int scored,
                  int unreadable) {}

    /// Two judges in the result as JSON.
    ///
    /// @param answers that both scored
    record Agreement(String judge, String other, double pearson, double spearman, double kendall,
                     int answers) {}

    /// The result as JSON.
    ///
    /// @param agreement of each two judges that can be correlated
    /// @param remarks   why the others cannot
    record Scored(List<Judged> judges, List<Agreement> agreement, List<String> remarks) {}

    @Override
    public Integer call() throws IOException {
        if (judge == null && files.isEmpty()) {
            throw new WrongUsage("--judge or --scores must be given, got neither.");
        }
        if (judge == null && saved != null) {
            throw new WrongUsage("--save needs --judge, whose scores it writes.");
        }
        List<Judge> judges = read();
        List<Response> responses = responses();
        requireEquallyMany(judges, judge == null ? judges.getFirst().scores.all().size()
                : responses.size());
        if (judge != null) {
            judges.addFirst(asked(judge, responses));
        }
        requireScores(judges);
        Scored scored = scored(judges);
        json.print(scored, common.out(), out -> print(judges, scored, out));
        return ExitCode.SUCCESS;
    }

    private List<Judge> read() throws IOException {
        List<Judge> judges = new ArrayList<>();
        for (Path file : files) {
            Scores scores = Scores.load(file);
            judges.add(new Judge(file.toString(), count == 0 ? scores : scores.first(count)));
        }
        return judges;
    }

    /// What the judge is asked about; none without a judge.
    private List<Response> responses() throws IOException {
        if (judge == null) {
            return List.of();
        }
        if (answers == null) {
            throw new WrongUsage("--judge needs --answers, which it scores.");
        }
        List<Response> all = Responses.load(answers, field).all();
        return count == 0 ? all : all.subList(0, Math.min(count, all.size()));
    }

    private static void requireEquallyMany(List<Judge> judges, int answers) {
        for (Judge each : judges) {
            if (each.scores.all().size() != answers) {
                throw new IllegalArgumentException(("All judges must have been asked about the "
                        + "same %d answers, got %d scores in %s.").formatted(answers,
                        each.scores.all().size(), each.name));
            }
        }
    }

    private Judge asked(String address, List<Response> responses) throws IOException {
        var scoring = new ScoreJudge(judgeModel.client(address));
        List<OptionalInt> scores = new ArrayList<>();
        try (Progress progress = common.progress("Scoring", "answers", responses.size())) {
            for (Response each : responses) {
                scores.add(scoring.score(each.instruction(), each.answer()));
                progress.reached(scores.size(), "");
            }
        }
        Scores all = new Scores(scores);
        if (saved != null) {
            all.save(saved);
        }
        return new Judge(judgeModel.model(address), all);
    }

    private static void requireScores(List<Judge> judges) {
        for (Judge each : judges) {
            if (each.scores.scored().part() == 0) {
                throw new IllegalStateException(("The judge %s must score one answer at least with "
                        + "a number from 0 to 100, got none of %d.").formatted(each.name,
                        each.scores.all().size()));
            }
        }
    }

    private static Scored scored(List<Judge> judges) {
        List<Agreement> agreement = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        for (int i = 0; i < judges.size(); i++) {
            for (Judge other : judges.subList(i + 1, judges.size())) {
                Judge one = judges.get(i);
                try {
                    Correlation found = one.scores.with(other.scores);
                    agreement.add(new Agreement(one.name, other.name, found.pearson(),
                            found.spearman(), found.kendall(), found.count()));
                } catch (IllegalArgumentException none) {    // all alike, or too few
                    remarks.add("%s and %s have no correlation: %s".formatted(one.name, other.name,
                            none.getMessage()));
                }
            }
        }
        return new Scored(judges.stream().map(EvalScoreCommand::judged).toList(), agreement,
                remarks);
    }

    private static Judged judged(Judge judge) {
        Scores scores = judge.scores;
        double error = scores.standardError();
        return new Judged(judge.name, scores.mean(), Double.isNaN(error) ? null : error,
                scores.scored().part(), scores.scored().count() - scores.scored().part());
    }

    private static void print(List<Judge> judges, Scored scored, PrintWriter out) {
        for (int i = 0; i < judges.size(); i++) {
            out.printf("%s: %s, %d without a readable score%n", judges.get(i).name,
                    judges.get(i).scores, scored.judges.get(i).unreadable);
        }
        scored.agreement.forEach(each -> out.printf("%s and %s: %s%n", each.judge, each.other,
                new Correlation(each.pearson, each.spearman, each.kendall, each.answers)));
        scored.remarks.forEach(out::println);
    }
}
