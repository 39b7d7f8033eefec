package llm.eval.judge;

import java.util.Arrays;
import java.util.Locale;

/// How well two judges agree, from −1 to 1, in three ways. A judge that is stricter throughout
/// agrees fully; each way forgives a little more.
///
/// @param pearson  whether one is a line of the other: `Σ(x − x̄)(y − ȳ) / √(Σ(x − x̄)² Σ(y − ȳ)²)`
/// @param spearman whether they rank alike: Pearson's of the ranks, where ties share the mean of
///                 theirs. Source: Spearman (1904), The Proof and Measurement of Association
/// @param kendall  tau-b, whether they order pairs alike: `(C − D) / √((n₀ − n₁)(n₀ − n₂))`, of
///                 `n₀` pairs `C` in the same order, `D` in the opposite one, `n₁` tied in `x` and
///                 `n₂` in `y`. Source: Kendall (1945), The Treatment of Ties in Ranking Problems
/// @param count    of values
public record Correlation(double pearson, double spearman, double kendall, int count) {

    /// @throws IllegalArgumentException if there are not equally many, fewer than two, some that
    ///         are no finite numbers, or all the same
    public static Correlation of(double[] x, double[] y) {
        if (x.length != y.length || x.length < 2) {
            throw new IllegalArgumentException("x and y must be equally many, two or more, got "
                    + x.length + " and " + y.length);
        }
        requireSpread("x", x);
        requireSpread("y", y);
        return new Correlation(pearson(x, y), pearson(ranks(x), ranks(y)), kendall(x, y),
                x.length);
    }

    private static void requireSpread(String name, double... values) {
        if (!Arrays.stream(values).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException(
                    name + " must be finite numbers, got " + Arrays.toString(values));
        }
        if (Arrays.stream(values).allMatch(value -> value == values[0])) {
            throw new IllegalArgumentException(
                    "%s must not be the same everywhere, got %s %d times"
                            .formatted(name, values[0], values.length));
        }
    }

    private static double pearson(double[] x, double[] y) {
        double meanX = Arrays.stream(x).average().orElseThrow();
        double meanY = Arrays.stream(y).average().orElseThrow();
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            xy += (x[i] - meanX) * (y[i] - meanY);
            xx += (x[i] - meanX) * (x[i] - meanX);
            yy += (y[i] - meanY) * (y[i] - meanY);
        }
        return xy / Math.sqrt(xx * yy);
    }

    /// From 1; equal values have the mean of the ranks they cover.
    private static double[] ranks(double... values) {
        double[] ranks = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            int less = 0;
            int equal = 0;
            for (double other : values) {
                less += other < values[i] ? 1 : 0;
                equal += other == values[i] ? 1 : 0;
            }
            ranks[i] = less + (equal + 1) / 2.0;
        }
        return ranks;
    }

    private static double kendall(double[] x, double[] y) {
        long agree = 0;                                      // C − D
        long untiedX = 0;                                    // n₀ − n₁
        long untiedY = 0;                                    // n₀ − n₂
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < i; j++) {
                int orderX = (int) Math.signum(x[i] - x[j]);
                int orderY = (int) Math.signum(y[i] - y[j]);
                agree += orderX * orderY;
                untiedX += Math.abs(orderX);
                untiedY += Math.abs(orderY);
            }
        }
        return agree / Math.sqrt((double) untiedX * untiedY);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "Pearson %.3f, Spearman %.3f, Kendall %.3f (%d answers)",
                pearson, spearman, kendall, count);
    }
}
