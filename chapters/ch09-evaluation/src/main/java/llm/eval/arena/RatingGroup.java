package llm.eval.arena;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Models that have met, directly or through others, and which of them a rating can be given to.
///
/// @param rated     the largest of their [StrongComponents], the first of
///                  equal ones, sorted; empty where none has two models
/// @param unbounded the others, by name: no number is far enough from the rated ones
public record RatingGroup(List<String> rated, SortedMap<String, Unbounded> unbounded) {

    /// Why a model has no rating.
    public enum Unbounded {
        /// None of those that are rated has beaten it: better without limit.
        ABOVE("+"),
        /// It has beaten none of them: worse without limit.
        BELOW("−"),
        /// Its battles say neither.
        OPEN("±");

        private final String sign;

        Unbounded(String sign) {
            this.sign = sign;
        }

        /// `+`, `−` or `±`.
        public String sign() {
            return sign;
        }
    }

    public RatingGroup {
        rated = List.copyOf(rated);
        unbounded = Collections.unmodifiableSortedMap(new TreeMap<>(unbounded));
    }

    /// All groups of models that have never met, the largest first.
    public static List<RatingGroup> of(BattleCounts counts) {
        StrongComponents strong = StrongComponents.of(counts);
        List<List<String>> components = strong.bestFirst();
        return new Reachability(counts.models().size(), (i, j) -> counts.battles(i, j) > 0)
                .components().stream()
                .map(met -> met.stream().map(counts.models()::get).toList())
                .map(met -> of(met, components.stream()
                        .filter(each -> met.contains(each.getFirst())).toList(), strong, counts))
                .toList();
    }

    private static RatingGroup of(List<String> met, List<List<String>> components,
                                  StrongComponents strong, BattleCounts counts) {
        List<String> rated = Collections.max(components, Comparator
                .<List<String>>comparingInt(List::size)
                .thenComparingInt(each -> counts.among(each).battles()));
        boolean alone = rated.size() == 1;
        List<String> yardstick = alone ? met : rated.subList(0, 1);
        SortedMap<String, Unbounded> unbounded = new TreeMap<>();
        for (String model : met) {
            if (alone || !rated.contains(model)) {
                unbounded.put(model, place(model, yardstick, strong));
            }
        }
        return new RatingGroup(alone ? List.of() : rated, unbounded);
    }

    private static Unbounded place(String model, List<String> yardstick, StrongComponents strong) {
        boolean ahead = yardstick.stream().anyMatch(other -> strong.ahead(model, other));
        boolean behind = yardstick.stream().anyMatch(other -> strong.ahead(other, model));
        return ahead == behind ? Unbounded.OPEN : ahead ? Unbounded.ABOVE : Unbounded.BELOW;
    }

    /// All of them, sorted.
    public List<String> models() {
        List<String> all = new ArrayList<>(rated);
        all.addAll(unbounded.keySet());
        return all.stream().sorted().toList();
    }

    /// The rated models in parts between which no battle was decided: only draws tell how far one
    /// part is from another. It is one part as a rule.
    ///
    /// A draw between equals is no surprise at all, so the sandwich takes a distance that rests on
    /// draws alone for certain, be it a single draw, and a bootstrap never draws anything else.
    public List<List<String>> linkedByDraws(BattleCounts counts) {
        BattleCounts among = counts.among(rated);
        return new Reachability(rated.size(), (i, j) -> among.wins(i, j) + among.wins(j, i) > 0)
                .components().stream()
                .map(part -> part.stream().map(among.models()::get).toList()).toList();
    }

    /// The same models, each of them rated.
    RatingGroup allRated() {
        return new RatingGroup(models(), new TreeMap<>());
    }
}
