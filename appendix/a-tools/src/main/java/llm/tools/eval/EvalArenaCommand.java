package llm.tools.eval;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import llm.eval.arena.ArenaRatings;
import llm.eval.arena.Battle;
import llm.eval.arena.BattleCounts;
import llm.eval.arena.BattleFile;
import llm.eval.arena.Bootstrap;
import llm.eval.arena.Elo;
import llm.eval.arena.Interval;
import llm.eval.arena.Leaderboard;
import llm.eval.arena.RatingScale;
import llm.show.HeatMap;
import llm.tensor.file.AtomicFile;
import llm.tools.cli.Bounds;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import llm.tools.cli.JsonOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Rates models by battles.
@Command(
        name = "arena",
        header = "Rate models by battles, in which people or a judge took the better answer.",
        synopsisHeading = "Usage: ",
        optionListHeading = "%nOptions:%n",
        description = {"", "Battles are a JSON array of objects with model_a, model_b and winner "
                + "(model_a, model_b, tie, tie (bothbad) or both_bad), or of pairs [winner, loser]. "
                + "Elo depends on their order; Bradley-Terry's ratings do not, and have 95 %% "
                + "intervals. A model that never lost, or never won, has no rating: it is named."},
        footer = {"", "Example:",
                "  ./llm eval arena --battles \\",
                "      chapters/ch09-evaluation/src/test/resources/fixtures/arena/battles.json \\",
                "      --out out/arena"})
public final class EvalArenaCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(names = "--battles", required = true, paramLabel = "F", description = "The battles.")
    private Path battles = Path.of("");

    @Bounds(from = 0, to = 1e6, above = true)
    @Option(names = "--k", paramLabel = "K", defaultValue = "4",
            description = "Largest change of an Elo rating in a battle (default ${DEFAULT-VALUE}).")
    private double k;

    @Bounds(from = 1, to = 1e6, above = true)
    @Option(names = "--base", paramLabel = "B", defaultValue = "10",
            description = "By which factor the chances differ at a distance of --scale "
                    + "(default ${DEFAULT-VALUE}).")
    private double base;

    @Bounds(from = 0, to = 1e6, above = true)
    @Option(names = "--scale", paramLabel = "POINTS", defaultValue = "400",
            description = "That distance (default ${DEFAULT-VALUE}).")
    private double scale;

    @Bounds(from = -1e6, to = 1e6)
    @Option(names = "--start", paramLabel = "POINTS", defaultValue = "1000",
            description = "The first Elo rating, and the mean of the others "
                    + "(default ${DEFAULT-VALUE}).")
    private double start;

    @Bounds(from = 0, to = 1_000_000)
    @Option(names = "--bootstrap", paramLabel = "ROUNDS", defaultValue = "0",
            description = "Take intervals from so many drawings of the battles, instead of the "
                    + "sandwich estimator.")
    private int rounds;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1",
            description = "Seed of the drawings (default ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--out", paramLabel = "DIR",
            description = "Draw who beats whom how often: win-rates.svg.")
    private @Nullable Path out;

    /// The result as JSON.
    ///
    /// @param unbounded models without a rating, each with the sign of where it would go
    /// @param remarks   what must be known of the ratings, in sentences
    record Rated(SortedMap<String, Double> elo, SortedMap<String, Double> bradleyTerry,
                 SortedMap<String, double[]> intervals, SortedMap<String, String> unbounded,
                 List<String> remarks) {}

    @Override
    public Integer call() throws IOException {
        List<Battle> all = BattleFile.read(battles);
        RatingScale points = new RatingScale(base, scale, start);
        BattleCounts counts = BattleCounts.of(all);
        ArenaRatings ratings = ArenaRatings.of(counts);
        Map<String, Interval> intervals = intervals(counts, ratings);
        Leaderboard board = Leaderboard.of(counts, ratings).withIntervals(intervals);
        Rated rated = rated(Elo.of(all, new Elo.Options(k, points)).ratings(), ratings, intervals,
                board, points);
        if (out != null) {
            draw(counts, board.models());
        }
        json.print(rated, common.out(), text -> print(board, rated, text));
        return ExitCode.SUCCESS;
    }

    private Map<String, Interval> intervals(BattleCounts counts, ArenaRatings ratings) {
        if (rounds > 0) {
            return Bootstrap.of(counts, rounds, seed).intervals();
        }
        Map<String, Interval> intervals = new TreeMap<>();
        ratings.ratings().keySet().forEach(model ->
                intervals.put(model, ratings.interval(model)));
        return intervals;
    }

    private static Rated rated(SortedMap<String, Double> elo, ArenaRatings ratings,
                               Map<String, Interval> intervals, Leaderboard board,
                               RatingScale points) {
        SortedMap<String, Double> bradleyTerry = new TreeMap<>();
        ratings.ratings().forEach((model, rating) ->
                bradleyTerry.put(model, onScale(rating, points)));
        SortedMap<String, double[]> ranges = new TreeMap<>();
        intervals.forEach((model, interval) -> ranges.put(model, new double[] {
            onScale(interval.low(), points), onScale(interval.high(), points)}));
        SortedMap<String, String> unbounded = new TreeMap<>();
        ratings.unbounded().forEach((model, side) -> unbounded.put(model, side.sign()));
        return new Rated(elo, bradleyTerry, ranges, unbounded, board.remarks());
    }

    /// Ratings are computed on Elo's scale.
    private static double onScale(double rating, RatingScale points) {
        return points.start() + (rating - RatingScale.ELO.start())
                / RatingScale.ELO.pointsPerNat() * points.pointsPerNat();
    }

    private void draw(BattleCounts counts, List<String> models) throws IOException {
        Files.createDirectories(out);
        AtomicFile.writeText(out.resolve("win-rates.svg"), HeatMap.row(HeatMap.of("Win rates",
                models, counts.winRates(models)).axes("this model", "against this one")));
    }

    private void print(Leaderboard board, Rated rated, PrintWriter text) {
        text.println(board);
        text.println();
        text.printf("Elo, in the order of the battles (K %s):%n", k);
        rated.elo.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .forEach(each -> text.printf("  %-30s %7.1f%n", each.getKey(), each.getValue()));
        if (out != null) {
            text.println("The picture: " + out.resolve("win-rates.svg"));
        }
    }
}
