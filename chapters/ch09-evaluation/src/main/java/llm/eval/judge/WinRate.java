package llm.eval.judge;

import java.util.Arrays;
import java.util.Locale;

/// How often a model is preferred to a baseline: `100 · mean(preference − 1)`, with the standard
/// error `100 · s/√pairs`, `s` the deviation with `pairs − 1`.
/// Source: Li et al. (2023), AlpacaEval, `get_winrate`.
///
/// @param percent       from 0 to 100; 50 is as good as the baseline
/// @param standardError in percent; NaN for a single pair
/// @param wins          preferences above 1.5
/// @param losses        preferences below 1.5
/// @param draws         preferences of 1.5
public record WinRate(double percent, double standardError, int wins, int losses, int draws) {
    private static final double DRAW = 0.5;

    /// @param preferences one for each pair, from 1, the baseline, to 2, the model; AlpacaEval's
    ///                    older files have 0 for a draw
    /// @throws IllegalArgumentException if there are none, or one is something else; names its
    ///         index
    public static WinRate of(double... preferences) {
        double[] points = points(preferences);
        int pairs = points.length;
        double mean = Arrays.stream(points).average().orElseThrow();
        double squares = Arrays.stream(points).map(p -> (p - mean) * (p - mean)).sum();
        int wins = (int) Arrays.stream(points).filter(p -> p > DRAW).count();
        int losses = (int) Arrays.stream(points).filter(p -> p < DRAW).count();
        return new WinRate(100 * mean, 100 * Math.sqrt(squares / (pairs - 1) / pairs),
                wins, losses, pairs - wins - losses);
    }

    /// What the model gets of each pair, from 0 to 1.
    static double[] points(double... preferences) {
        if (preferences.length == 0) {
            throw new IllegalArgumentException("there must be a judged pair or more, got none");
        }
        double[] points = new double[preferences.length];
        for (int i = 0; i < points.length; i++) {
            double preference = preferences[i];
            if (preference != 0 && !(preference >= 1 && preference <= 2)) {
                throw new IllegalArgumentException(("a preference must be from 1 to 2, or 0 for a "
                        + "draw, got %s at index %d").formatted(preference, i));
            }
            points[i] = preference == 0 ? DRAW : preference - 1;
        }
        return points;
    }

    public int pairs() {
        return wins + losses + draws;
    }

    /// The rate where a win is a win, however narrow, and a draw half of one; from 0 to 100.
    public double discrete() {
        return 100 * (wins + DRAW * draws) / pairs();
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.1f %% ± %.1f (%d won, %d lost, %d drawn)",
                percent, standardError, wins, losses, draws);
    }
}
