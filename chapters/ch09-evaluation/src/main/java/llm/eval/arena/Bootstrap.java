package llm.eval.arena;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import llm.tensor.RandomState;

/// Intervals without a formula: had other prompts been drawn, other battles would have been fought.
/// As many battles are drawn from those there are, with replacement, and rated again; the middle
/// 95 % of the ratings of many such rounds are the interval.
/// Source: Efron and Tibshirani (1993), An Introduction to the Bootstrap, §13.3.
///
/// Rounds in which a model is undefeated, say, have no rating for it. They are left out and
/// counted: where they are many, the intervals are too narrow.
///
/// @param intervals of the rated models, by name, in points
/// @param rounds    that were rated
/// @param leftOut   in which not all models could be
public record Bootstrap(SortedMap<String, Interval> intervals, int rounds, int leftOut) {
    private static final double LOW = 0.025;
    private static final double HIGH = 0.975;

    public Bootstrap {
        intervals = Collections.unmodifiableSortedMap(new TreeMap<>(intervals));
    }

    /// Draws and rates. The same battles, in any order, and seed give the same intervals.
    ///
    /// @param rounds 1 or more; 1,000 are usual
    /// @throws IllegalArgumentException if no round could be rated, or no model can be
    public static Bootstrap of(BattleCounts counts, int rounds, long seed) {
        if (rounds < 1) {
            throw new IllegalArgumentException("rounds must be 1 or more, got " + rounds);
        }
        List<List<String>> rated = rated(counts);
        Urn urn = Urn.of(counts, rated);
        RandomState random = new RandomState(seed);
        SortedMap<String, List<Double>> drawn = new TreeMap<>();
        for (int round = 0; round < rounds; round++) {
            BattleCounts sample = urn.draw(random);
            if (rated(sample).equals(rated)) {
                ArenaRatings.of(sample).ratings().forEach((model, rating) ->
                        drawn.computeIfAbsent(model, name -> new ArrayList<>()).add(rating));
            }
        }
        if (drawn.isEmpty()) {
            throw new IllegalArgumentException("a round or more must rate all models, got none of "
                    + rounds);
        }
        SortedMap<String, Interval> intervals = new TreeMap<>();
        drawn.forEach((model, ratings) -> intervals.put(model, middle(ratings)));
        int used = drawn.firstEntry().getValue().size();
        return new Bootstrap(intervals, used, rounds - used);
    }

    private static List<List<String>> rated(BattleCounts counts) {
        return RatingGroup.of(counts).stream().map(RatingGroup::rated)
                .filter(models -> !models.isEmpty())
                .sorted(Comparator.comparing(List::getFirst)).toList();
    }

    private static Interval middle(List<Double> ratings) {
        List<Double> sorted = ratings.stream().sorted().toList();
        return new Interval(quantile(sorted, LOW), quantile(sorted, HIGH));
    }

    /// Between two values where it falls between them.
    private static double quantile(List<Double> sorted, double share) {
        double place = share * (sorted.size() - 1);
        int below = (int) place;
        double above = sorted.get(Math.min(below + 1, sorted.size() - 1));
        return sorted.get(below) + (place - below) * (above - sorted.get(below));
    }

    /// All battles among rated models, one ball for each.
    private record Urn(List<String> models, List<Ball> balls) {

        private record Ball(int a, int b, boolean tie) {
        }

        static Urn of(BattleCounts counts, List<List<String>> rated) {
            List<Ball> balls = new ArrayList<>();
            for (List<String> group : rated) {
                for (String a : group) {
                    for (String b : group) {
                        int i = counts.index(a);
                        int j = counts.index(b);
                        balls.addAll(Collections.nCopies(counts.wins(i, j), new Ball(i, j, false)));
                        balls.addAll(Collections.nCopies(i < j ? counts.ties(i, j) : 0,
                                new Ball(i, j, true)));
                    }
                }
            }
            if (balls.isEmpty()) {
                throw new IllegalArgumentException("two models or more must be rated, got none");
            }
            return new Urn(counts.models(), balls);
        }

        BattleCounts draw(RandomState random) {
            BattleCounts sample = new BattleCounts(models);
            for (int i = 0; i < balls.size(); i++) {
                Ball ball = balls.get(random.nextInt(balls.size()));
                if (ball.tie) {
                    sample.addTies(ball.a, ball.b, 1);
                } else {
                    sample.addWins(ball.a, ball.b, 1);
                }
            }
            return sample;
        }
    }
}
