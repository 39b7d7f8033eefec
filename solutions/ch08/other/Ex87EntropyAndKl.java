import java.util.Arrays;

/// As streams: `ln Σ e^logit` minus the mean logit, in which forbidden tokens are left out.
public final class Ex87EntropyAndKl {
    private Ex87EntropyAndKl() {}

    public static double[] entropy(double[][] logits) {
        return Arrays.stream(logits).mapToDouble(row -> {
            double max = Arrays.stream(row).max().orElseThrow();
            double[] left = Arrays.stream(row).map(logit -> logit - max)
                    .filter(Double::isFinite).toArray();        // (tokens that are allowed)
            double sum = Arrays.stream(left).map(Math::exp).sum();
            return Math.log(sum) - Arrays.stream(left).map(x -> x * Math.exp(x)).sum() / sum;
        }).toArray();
    }

    public static double[] kl(double policy, double reference) {
        double d = policy - reference;
        return new double[] {d, 0.5 * Math.pow(d, 2), Math.expm1(-d) + d};
    }
}
