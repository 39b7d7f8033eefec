import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// With streams, a table of the replies for each order, and the sum of squares in one pass.
public final class Ex95BothOrders {
    private Ex95BothOrders() {}

    private static final Map<String, Double> BASELINE_FIRST = Map.of("A", 1.0, "B", 2.0,
            "draw", 1.5);
    private static final Map<String, Double> MODEL_FIRST = Map.of("A", 2.0, "B", 1.0,
            "draw", 1.5);

    public static double[][] preferences(BiFunction<String, String, String> judge,
            String[] baseline, String[] model) {
        return IntStream.range(0, model.length).mapToObj(i -> new double[] {
            BASELINE_FIRST.getOrDefault(judge.apply(baseline[i], model[i]), Double.NaN),
            MODEL_FIRST.getOrDefault(judge.apply(model[i], baseline[i]), Double.NaN)})
                .toArray(double[][]::new);
    }

    public static int flips(double[][] preferences) {
        return (int) Stream.of(preferences).filter(p -> p[0] < p[1] || p[0] > p[1]).count();
    }

    public static double[] winRate(double[][] preferences) {
        double n = 0;
        double sum = 0;
        double squares = 0;
        for (double[] pair : preferences) {
            double points = 50 * (pair[0] + pair[1]) - 100;
            if (points == points) {
                n++;
                sum += points;
                squares += points * points;
            }
        }
        return new double[] {sum / n, Math.sqrt((squares - sum * sum / n) / (n - 1) / n)};
    }
}
