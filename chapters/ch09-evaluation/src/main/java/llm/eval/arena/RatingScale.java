package llm.eval.arena;

/// What rating points mean: who is `scale` points ahead wins with odds of `base` to 1.
///
/// @param base  above 1
/// @param scale points, above 0
/// @param start rating of a model of which nothing is known, and the mean of all
public record RatingScale(double base, double scale, double start) {
    /// 400 points ahead are odds of 10 to 1, as in chess; 1000 is the middle.
    public static final RatingScale ELO = new RatingScale(10, 400, 1000);

    public RatingScale {
        if (!(base > 1 && scale > 0 && Double.isFinite(base) && Double.isFinite(scale)
                && Double.isFinite(start))) {
            throw new IllegalArgumentException(("base must be above 1, scale above 0 and start "
                    + "finite, got base=%s, scale=%s, start=%s").formatted(base, scale, start));
        }
    }

    /// `1 / (1 + base^((b − a)/scale))`: the share of battles that a model rated `a` should win
    /// from one rated `b`. Source: Elo (1978), The Rating of Chessplayers, chapter 8.
    public double expectedScore(double a, double b) {
        return 1 / (1 + Math.pow(base, (b - a) / scale));
    }

    /// Points of one unit of log-odds in nats: `scale / ln base`, 173.72 for [#ELO].
    public double pointsPerNat() {
        return scale / Math.log(base);
    }
}
