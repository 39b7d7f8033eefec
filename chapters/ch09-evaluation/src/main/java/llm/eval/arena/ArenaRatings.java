package llm.eval.arena;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleBiFunction;
import llm.eval.arena.RatingGroup.Unbounded;

/// The ratings under which all battles together were likeliest, by the formula of Bradley and Terry
/// on the scale of [RatingScale#ELO]: `1000 + 400/ln 10 · θ`, with strengths `θ` that sum to zero.
/// Neither the order of the battles counts nor who was named first.
/// Source: Chiang et al. (2024), Chatbot Arena, §4.
///
/// Not all models can be rated. One that has won every battle has no likeliest rating, since a
/// higher one is always likelier: it is [#unbounded], and the others are rated without it. Groups
/// that have never met have a mean of 1000 each, and cannot be compared.
///
/// ```java
/// ArenaRatings ratings = ArenaRatings.of(BattleFile.read(file));
/// double chance = ratings.winProbability("large", "small");
/// ```
public final class ArenaRatings {
    private static final RatingScale SCALE = RatingScale.ELO;

    private final List<GroupRatings> groups;

    private ArenaRatings(List<GroupRatings> groups) {
        this.groups = List.copyOf(groups);
    }

    private record Place(GroupRatings group, int index) {
    }

    /// The likeliest ratings.
    public static ArenaRatings of(List<Battle> battles) {
        return of(BattleCounts.of(battles));
    }

    /// The likeliest ratings.
    public static ArenaRatings of(BattleCounts counts) {
        return new ArenaRatings(RatingGroup.of(counts).stream()
                .map(group -> GroupRatings.of(group, counts, 0, SCALE)).toList());
    }

    /// Ratings with a penalty `λ/2 Σθ²` on the log-likelihood. All models get one, also those that
    /// have won every battle; how far away that is depends on `λ` alone.
    ///
    /// @param lambda above 0
    public static ArenaRatings ridge(BattleCounts counts, double lambda) {
        if (!(lambda > 0 && Double.isFinite(lambda))) {
            throw new IllegalArgumentException("lambda must be above 0 and finite, got " + lambda);
        }
        return new ArenaRatings(RatingGroup.of(counts).stream()
                .map(group -> GroupRatings.of(group.allRated(), counts, lambda, SCALE)).toList());
    }

    /// The same ratings moved so that one model has a given value, such as a baseline that all
    /// know. Groups that have never met the model stay where they are.
    public ArenaRatings anchored(String model, double value) {
        Place anchor = place(model);
        return new ArenaRatings(groups.stream().map(group ->
                group == anchor.group ? group.anchored(anchor.index, value) : group).toList());
    }

    /// Which models were compared with which.
    public List<RatingGroup> groups() {
        return groups.stream().map(GroupRatings::group).toList();
    }

    /// Models without a rating, by name.
    public SortedMap<String, Unbounded> unbounded() {
        SortedMap<String, Unbounded> all = new TreeMap<>();
        groups.forEach(each -> all.putAll(each.group().unbounded()));
        return all;
    }

    /// The models that have a rating, by name, in points.
    public SortedMap<String, Double> ratings() {
        return each((group, i) -> group.ratings()[i]);
    }

    /// How far chance may have moved each rating, in points.
    public SortedMap<String, Double> standardErrors() {
        return each(GroupRatings::standardError);
    }

    private SortedMap<String, Double> each(ToDoubleBiFunction<GroupRatings, Integer> value) {
        SortedMap<String, Double> all = new TreeMap<>();
        for (GroupRatings group : groups) {
            List<String> rated = group.group().rated();
            for (int i = 0; i < rated.size(); i++) {
                all.put(rated.get(i), value.applyAsDouble(group, i));
            }
        }
        return all;
    }

    /// Whether a model has a rating.
    public boolean rates(String model) {
        return groups.stream().anyMatch(each -> each.group().rated().contains(model));
    }

    /// The rating of a model, in points.
    public double rating(String model) {
        Place place = place(model);
        return place.group.ratings()[place.index];
    }

    /// `rating ± 1.96 standard errors`.
    public Interval interval(String model) {
        Place place = place(model);
        return Interval.around(rating(model), place.group.standardError(place.index));
    }

    /// Points that one model is ahead of another. It tells more than two intervals that overlap,
    /// for chance often moves both ratings together.
    public Interval difference(String model, String other) {
        Place a = place(model);
        Place b = placeBeside(a, other);
        return a.group.difference(a.index, b.index);
    }

    /// How likely one model wins from another, a tie half a win, from 0 to 1.
    public double winProbability(String model, String other) {
        placeBeside(place(model), other);
        return SCALE.expectedScore(rating(model), rating(other));
    }

    /// Win probabilities for a heat map: that of the row's model against the column's.
    ///
    /// @param order names of rated models of one group
    /// @return `(models, models)`
    public float[] winProbabilities(List<String> order) {
        List<Double> chances = new ArrayList<>();
        order.forEach(row -> order.forEach(other -> chances.add(winProbability(row, other))));
        float[] flat = new float[chances.size()];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = chances.get(i).floatValue();
        }
        return flat;
    }

    private Place placeBeside(Place first, String other) {
        Place second = place(other);
        if (second.group != first.group) {
            throw new IllegalArgumentException("models must have met, directly or through others, "
                    + "got %s and %s".formatted(first.group.group().rated().get(first.index),
                            other));
        }
        return second;
    }

    private Place place(String model) {
        for (GroupRatings group : groups) {
            int index = group.group().rated().indexOf(model);
            if (index >= 0) {
                return new Place(group, index);
            }
        }
        Unbounded sign = unbounded().get(model);
        throw new IllegalArgumentException("the model must be one of %s, got %s%s".formatted(
                ratings().keySet(), model, sign == null ? "" : ", unbounded " + sign.sign()));
    }
}
