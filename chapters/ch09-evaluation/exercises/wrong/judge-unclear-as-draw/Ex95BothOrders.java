import java.util.Arrays;
import java.util.function.BiFunction;

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

    private static double verdict(String said) {
        return switch (said) {
            case "A" -> 1;
            case "B" -> 2;
            default -> 1.5;
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
