package llm.eval.arena;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;

/// Models by rank, with all that is known about how sure it is.
///
/// @param rows    group by group, in each the best first
/// @param remarks what the numbers do not say: who has none, and what cannot be compared
public record Leaderboard(List<Row> rows, List<String> remarks) {
    private static final double SAME = 1e-6;                 // points: a tie, but for rounding

    /// One model.
    ///
    /// @param group    from 1; models of different groups have never met
    /// @param rank     1 and the number of models of the group that are better
    /// @param rating   in points; null for one that is unbounded
    /// @param interval of the rating; null for one that is unbounded
    /// @param tally    how its battles ended
    public record Row(int group, int rank, String model, @Nullable Double rating,
                      @Nullable Interval interval, Tally tally) {
    }

    public Leaderboard {
        rows = List.copyOf(rows);
        remarks = List.copyOf(remarks);
    }

    /// Rates battles, with intervals from standard errors.
    public static Leaderboard of(List<Battle> battles) {
        BattleCounts counts = BattleCounts.of(battles);
        return of(counts, ArenaRatings.of(counts));
    }

    /// Ratings that were made of these battles, such as anchored ones.
    public static Leaderboard of(BattleCounts counts, ArenaRatings ratings) {
        StrongComponents strong = StrongComponents.of(counts);
        List<Row> rows = new ArrayList<>();
        List<List<String>> groups = ratings.groups().stream().map(RatingGroup::models).toList();
        for (int group = 0; group < groups.size(); group++) {
            List<String> models = groups.get(group);
            for (String model : models) {
                long better = models.stream()
                        .filter(other -> better(other, model, ratings, strong)).count();
                boolean rated = ratings.rates(model);
                rows.add(new Row(group + 1, (int) better + 1, model,
                        rated ? ratings.rating(model) : null,
                        rated ? ratings.interval(model) : null, counts.tally(model)));
            }
        }
        rows.sort(Comparator.comparingInt(Row::group).thenComparingInt(Row::rank)
                .thenComparing(Row::model));
        return new Leaderboard(rows, remarks(counts, ratings));
    }

    private static boolean better(String a, String b, ArenaRatings ratings,
                                  StrongComponents strong) {
        return ratings.rates(a) && ratings.rates(b) ? ratings.rating(a) > ratings.rating(b) + SAME
                : strong.ahead(a, b);
    }

    private static List<String> remarks(BattleCounts counts, ArenaRatings ratings) {
        List<String> remarks = new ArrayList<>();
        ratings.unbounded().forEach((model, sign) -> remarks.add(model + switch (sign) {
            case ABOVE -> " is unbounded (+): no rated model has beaten it, so no rating is high "
                    + "enough";
            case BELOW -> " is unbounded (−): it has beaten no rated model, so no rating is low "
                    + "enough";
            case OPEN -> " is unbounded (±): its battles do not tell where it stands";
        }));
        if (ratings.groups().size() > 1) {
            remarks.add(ratings.groups().size() + " groups have never met: each has a mean of its "
                    + "own, and their ratings cannot be compared");
        }
        ratings.groups().stream().map(group -> group.linkedByDraws(counts))
                .filter(parts -> parts.size() > 1).forEach(parts -> remarks.add("only draws link "
                        + parts.stream().map(List::toString).collect(Collectors.joining(" with "))
                        + ": they show nothing of what chance does, so that the intervals are too "
                        + "narrow"));
        return remarks;
    }

    /// The same with other intervals, such as those of a [Bootstrap].
    public Leaderboard withIntervals(Map<String, Interval> intervals) {
        return new Leaderboard(rows.stream().map(row -> new Row(row.group, row.rank, row.model,
                row.rating, intervals.get(row.model), row.tally)).toList(), remarks);
    }

    /// Names of the models, the best first: the order of rows and columns of a heat map.
    public List<String> models() {
        return rows.stream().map(Row::model).toList();
    }

    /// As a Tablesaw table. Unbounded models have an empty rating; groups are named where there are
    /// two or more.
    public Table table() {
        Table table = Table.create("leaderboard",
                ints("rank", Row::rank),
                StringColumn.create("model", models()),
                points("rating", row -> row.rating == null ? Double.NaN : row.rating),
                points("low", row -> row.interval == null ? Double.NaN : row.interval.low()),
                points("high", row -> row.interval == null ? Double.NaN : row.interval.high()),
                ints("battles", row -> row.tally.battles()),
                ints("wins", row -> row.tally.wins()),
                ints("ties", row -> row.tally.ties()));
        return rows.getLast().group == 1 ? table : table.insertColumn(0, ints("group", Row::group));
    }

    private IntColumn ints(String name, ToIntFunction<Row> of) {
        return IntColumn.create(name, rows.stream().mapToInt(of));
    }

    private DoubleColumn points(String name, ToDoubleFunction<Row> of) {
        DoubleColumn column = DoubleColumn.create(name, rows.stream().mapToDouble(of).toArray());
        column.setPrintFormatter(new NumberColumnFormatter(
                new DecimalFormat("0.0", DecimalFormatSymbols.getInstance(Locale.ROOT))));
        return column;
    }

    /// The table, and the remarks below it.
    @Override
    public String toString() {
        return table().printAll() + remarks.stream().map("\n"::concat)
                .reduce("", String::concat);
    }
}
