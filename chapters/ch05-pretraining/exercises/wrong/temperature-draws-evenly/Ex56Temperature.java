import java.util.Arrays;
import java.util.function.DoubleSupplier;

public final class Ex56Temperature {
    public static double[] probabilities(double[] logits, double temperature) {
        return softmax(Arrays.stream(logits).map(logit -> logit / temperature).toArray());
    }

    private static double[] softmax(double[] scores) {
        double max = Arrays.stream(scores).max().orElseThrow();
        double[] powers = Arrays.stream(scores).map(score -> Math.exp(score - max)).toArray();
        double sum = Arrays.stream(powers).sum();
        return Arrays.stream(powers).map(power -> power / sum).toArray();
    }

    public static int[] counts(double[] logits, double temperature, int draws,
            DoubleSupplier uniform) {
        double[] p = probabilities(logits, temperature);
        int[] counts = new int[p.length];
        for (int draw = 0; draw < draws; draw++) {
            double u = uniform.getAsDouble();
            int token = Math.min((int) (u * p.length), p.length - 1);
            counts[token]++;
        }
        return counts;
    }

    public static double[] deviations(int[] counts, double[] probabilities) {
        int n = Arrays.stream(counts).sum();
        double[] deviations = new double[counts.length];
        for (int token = 0; token < counts.length; token++) {
            double p = probabilities[token];
            deviations[token] = (counts[token] - n * p) / Math.sqrt(n * p * (1 - p));
        }
        return deviations;
    }
}
