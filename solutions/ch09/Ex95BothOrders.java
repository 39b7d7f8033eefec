import java.util.Arrays;
import java.util.function.BiFunction;

/// Exercise 9.5: both orders judged.
///
/// **Why.** What a judge gives to the place and not to the answer has opposite signs in the two
/// orders, so it falls out of the mean: a judge that always takes the first gives 1.5. The two
/// verdicts on a pair go together, so a pair is one observation, not two. A flip says nothing of
/// the models and much of the judge.
///
/// **Complexity.** Two questions to the judge for each pair, which is what costs; the rest is
/// O(pairs).
///
/// **Common mistakes.** Not turning the second verdict round; taking silence for a draw, which
/// draws every rate to 50; counting NaN as a flip, since `NaN != NaN`; counting `2 · pairs`
/// observations, by which the error seems smaller than it is.
public final class Ex95BothOrders {
    private Ex95BothOrders() {}

    public static double[][] preferences(BiFunction<String, String, String> judge,
            String[] baseline, String[] model) {
        double[][] preferences = new double[model.length][2];    // (pairs, 2)
        for (int i = 0; i < model.length; i++) {
            preferences[i][0] = verdict(judge.apply(baseline[i], model[i]));
            preferences[i][1] = 3 - verdict(judge.apply(model[i], baseline[i]));
        }
        return preferences;
    }

    /// 1 for the first answer, 2 for the second.
    private static double verdict(String said) {
        return switch (said) {
            case "A" -> 1;
            case "B" -> 2;
            case "draw" -> 1.5;
            default -> Double.NaN;
        };
    }

    public static int flips(double[][] preferences) {
        int flips = 0;
        for (double[] pair : preferences) {
            flips += counts(pair) && pair[0] != pair[1] ? 1 : 0;
        }
        return flips;
    }

    public static double[] winRate(double[][] preferences) {
        double[] points = Arrays.stream(preferences).filter(Ex95BothOrders::counts)
                .mapToDouble(pair -> (pair[0] + pair[1]) / 2 - 1).toArray();    // (judged pairs)
        double mean = 0;
        for (double each : points) {
            mean += each / points.length;
        }
        double squares = 0;
        for (double each : points) {
            squares += (each - mean) * (each - mean);
        }
        int n = points.length;
        return new double[] {100 * mean, 100 * Math.sqrt(squares / (n - 1) / n)};
    }

    private static boolean counts(double[] pair) {
        return !Double.isNaN(pair[0]) && !Double.isNaN(pair[1]);
    }
}
