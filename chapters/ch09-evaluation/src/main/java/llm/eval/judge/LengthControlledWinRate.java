package llm.eval.judge;

import java.util.Arrays;
import java.util.Locale;

/// The win rate that a model would have if its answers were as long as the baseline's. A logistic
/// regression explains each preference by how much longer one answer is, and by a constant; the
/// constant alone is what is left at equal lengths:
///
/// `preference − 1 ≈ σ(coefficient · tanh(d/s) + constant)`, rate `100 · σ(constant)`
///
/// with `d = baseline's length − model's length` in characters and `s` the deviation of `d`. The
/// `tanh` keeps a few enormous answers from deciding. No penalty is added, and no difficulty of the
/// single questions, which AlpacaEval's leaderboard has.
/// Source: Dubois et al. (2024), Length-Controlled AlpacaEval; there `length_controlled_minimal`.
///
/// @param percent     from 0 to 100
/// @param coefficient negative where longer answers are preferred
/// @param constant    log-odds of the model at equal lengths
/// @param deviation   `s`, with `pairs − 1`, in characters
public record LengthControlledWinRate(double percent, double coefficient, double constant,
                                      double deviation) {

    /// @param preferences       as in [WinRate#of], `(pairs)`
    /// @param lengthDifferences `d` of each pair, in characters (code points), `(pairs)`
    /// @throws IllegalArgumentException if all differences are the same, so that length explains
    ///         nothing, or the likelihood has no maximum, so that length explains everything
    public static LengthControlledWinRate of(double[] preferences, int[] lengthDifferences) {
        double[] points = WinRate.points(preferences);
        if (points.length != lengthDifferences.length) {
            throw new IllegalArgumentException("preferences and lengthDifferences must be equally "
                    + "many, got " + points.length + " and " + lengthDifferences.length);
        }
        double deviation = deviation(lengthDifferences);
        double[] x = Arrays.stream(lengthDifferences).mapToDouble(d -> Math.tanh(d / deviation))
                .toArray();
        LogisticRegression curve = LogisticRegression.fit(x, points);
        return new LengthControlledWinRate(100 * curve.at(0), curve.slope(), curve.constant(),
                deviation);
    }

    private static double deviation(int... values) {
        if (Arrays.stream(values).distinct().count() == 1) {
            throw new IllegalArgumentException(("the lengths of the answers must differ by unequal "
                    + "amounts, got a difference of %d characters in all %d pairs")
                    .formatted(values[0], values.length));
        }
        double mean = Arrays.stream(values).average().orElseThrow();
        double squares = Arrays.stream(values).mapToDouble(v -> (v - mean) * (v - mean)).sum();
        return Math.sqrt(squares / (values.length - 1));
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.1f %%", percent);
    }
}
