import java.util.Arrays;

/// Exercise 9.7: the ratings under which all battles were likeliest.
///
/// **Why.** With strengths `sᵢ = 10^(Rᵢ / 400)` the slope is 0 where each model has won as often as
/// expected, `Wᵢ = Σⱼ nᵢⱼ sᵢ / (sᵢ + sⱼ)`. Solved for the first `sᵢ`, that is a step of the MM
/// algorithm, which never makes the battles less likely; as the log-likelihood is concave in the
/// ratings, it ends at the only maximum. Source: Hunter (2004), MM Algorithms for Generalized
/// Bradley-Terry Models, §2.
///
/// **Complexity.** O(models²) for a round, and more rounds the fewer battles tie distant models
/// together. Newton's method needs ten rounds of O(models³).
///
/// **Common mistakes.** Odds of all wins, which do not know the opponents; nats for powers of 10;
/// strengths with a mean of 1, whose logarithms have another mean; rows and columns swapped.
public final class Ex97ArenaRatings {
    private Ex97ArenaRatings() {}

    private static final int MOST_ROUNDS = 100_000;
    private static final double CLOSE = 1e-10;

    public static double[] ratings(double[][] wins) {
        double[] strengths = new double[wins.length];       // (models)
        Arrays.fill(strengths, 1);
        double change = 1;
        for (int round = 0; round < MOST_ROUNDS && change > CLOSE; round++) {
            change = 0;
            for (int i = 0; i < strengths.length; i++) {
                double next = strength(i, wins, strengths);
                change = Math.max(change, Math.abs(Math.log(next / strengths[i])));
                strengths[i] = next;
            }
        }
        double[] points = Arrays.stream(strengths).map(s -> 400 * Math.log10(s)).toArray();
        double mean = Arrays.stream(points).average().orElseThrow();
        return Arrays.stream(points).map(each -> each - mean + 1000).toArray();
    }

    private static double strength(int i, double[][] wins, double[] strengths) {
        double won = 0;
        double sum = 0;
        for (int j = 0; j < strengths.length; j++) {
            won += wins[i][j];
            sum += (wins[i][j] + wins[j][i]) / (strengths[i] + strengths[j]);
        }
        return won / sum;
    }
}
