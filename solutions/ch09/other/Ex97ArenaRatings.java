import java.util.Arrays;
import java.util.stream.IntStream;

/// By gradient ascent on strengths in nats, with a step that the curvature allows.
public final class Ex97ArenaRatings {
    private Ex97ArenaRatings() {}

    public static double[] ratings(double[][] wins) {
        int models = wins.length;
        double most = IntStream.range(0, models).mapToDouble(i -> IntStream.range(0, models)
                .mapToDouble(j -> wins[i][j] + wins[j][i]).sum()).max().orElseThrow();
        double[] theta = new double[models];
        for (int step = 0; step < 20_000; step++) {
            double[] at = theta.clone();
            for (int i = 0; i < models; i++) {
                for (int j = 0; j < models; j++) {
                    double expected = (wins[i][j] + wins[j][i]) / (1 + Math.exp(at[j] - at[i]));
                    theta[i] += (wins[i][j] - expected) * 2 / most;
                }
            }
        }
        double mean = Arrays.stream(theta).average().orElseThrow();
        return Arrays.stream(theta).map(each -> 1000 + 400 / Math.log(10) * (each - mean))
                .toArray();
    }
}
