package llm.eval.arena;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Ratings that move after each battle, by how surprising it was:
///
/// `Rₐ ← Rₐ + K (S − E)`, `R_b ← R_b − K (S − E)`
///
/// with the score `S` of model A and the score `E` that the ratings before the battle let expect.
/// The last battles weigh most, so another order gives other ratings: good for players that
/// improve, noise for models that do not. [ArenaRatings] weighs all alike.
/// Source: Elo (1978), The Rating of Chessplayers, chapter 1.
///
/// ```java
/// Elo elo = Elo.of(BattleFile.read(file), Elo.Options.DEFAULT.withK(32));
/// System.out.println(elo.ratings());
/// ```
public final class Elo {
    private final Options options;
    private final SortedMap<String, Double> ratings = new TreeMap<>();

    /// How ratings move.
    ///
    /// @param k     points that a battle moves a rating at most, above 0
    /// @param scale what points mean, and where ratings start
    public record Options(double k, RatingScale scale) {
        /// K = 4 as for Chatbot Arena: slow, hence steady.
        public static final Options DEFAULT = new Options(4, RatingScale.ELO);

        public Options {
            if (!(k > 0 && Double.isFinite(k))) {
                throw new IllegalArgumentException("K must be above 0 and finite, got " + k);
            }
        }

        /// The same with another K.
        public Options withK(double other) {
            return new Options(other, scale);
        }
    }

    /// Ratings before the first battle.
    public Elo(Options options) {
        this.options = options;
    }

    /// Ratings after battles, in their order.
    public static Elo of(List<Battle> battles, Options options) {
        Elo elo = new Elo(options);
        battles.forEach(elo::play);
        return elo;
    }

    /// Moves the ratings of two models.
    public void play(Battle battle) {
        double a = rating(battle.modelA());
        double b = rating(battle.modelB());
        double move = options.k() * (battle.score() - options.scale().expectedScore(a, b));
        ratings.put(battle.modelA(), a + move);
        ratings.put(battle.modelB(), b - move);
    }

    /// The rating of a model so far, in points; that of the start if it has not fought yet.
    public double rating(String model) {
        return ratings.getOrDefault(model, options.scale().start());
    }

    /// The ratings of all models that have fought, by name.
    public SortedMap<String, Double> ratings() {
        return Collections.unmodifiableSortedMap(ratings);
    }
}
