import java.util.Arrays;

/// Exercise 9.6: Elo, battle by battle.
///
/// **Why.** `K (S − E)` is a step up the slope of the log-likelihood of this one battle: with `E =
/// σ(ln 10 · (a − b) / 400)` the slope is `S − E`, up to a factor. So Elo is stochastic gradient
/// ascent for the Bradley-Terry model, with a constant rate and one pass. That is why the last
/// battles weigh most, and why the ratings never come to rest.
///
/// **Complexity.** O(1) for a battle; O(battles · models) here, since all ratings are kept.
///
/// **Common mistakes.** An expectation from a rating that has moved already, by which points come
/// and go; the difference turned round; a tie that counts nothing; one array for all rows.
public final class Ex96Elo {
    private Ex96Elo() {}

    public static double expectedScore(double a, double b) {
        return 1 / (1 + Math.pow(10, (b - a) / 400));
    }

    public static double[][] ratings(int models, int[][] battles, double[] scores, double k) {
        double[][] ratings = new double[battles.length + 1][models];    // (battles + 1, models)
        Arrays.fill(ratings[0], 1000);
        for (int i = 0; i < battles.length; i++) {
            int a = battles[i][0];
            int b = battles[i][1];
            double[] next = ratings[i].clone();                         // (models)
            double move = k * (scores[i] - expectedScore(next[a], next[b]));
            next[a] += move;
            next[b] -= move;
            ratings[i + 1] = next;
        }
        return ratings;
    }
}
