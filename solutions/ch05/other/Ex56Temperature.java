import java.util.Arrays;
import java.util.function.DoubleSupplier;

/// With loops: the logarithm of the sum first, then running sums and a binary search in them.
public final class Ex56Temperature {
    private Ex56Temperature() {}

    public static double[] probabilities(double[] logits, double temperature) {
        double max = Double.NEGATIVE_INFINITY;
        for (double logit : logits) {
            max = Math.max(max, logit / temperature);
        }
        double sum = 0;
        for (double logit : logits) {
            sum += Math.exp(logit / temperature - max);
        }
        double logSum = max + Math.log(sum);
        double[] probabilities = new double[logits.length];
        for (int token = 0; token < logits.length; token++) {
            probabilities[token] = Math.exp(logits[token] / temperature - logSum);
        }
        return probabilities;
    }

    public static int[] counts(double[] logits, double temperature, int draws,
            DoubleSupplier uniform) {
        double[] sums = probabilities(logits, temperature);
        Arrays.parallelPrefix(sums, Double::sum);
        int[] counts = new int[sums.length];
        for (int draw = 0; draw < draws; draw++) {
            int found = Arrays.binarySearch(sums, uniform.getAsDouble());
            int token = found < 0 ? -found - 1 : found + 1;
            counts[Math.min(token, sums.length - 1)]++;
        }
        return counts;
    }

    public static double[] deviations(int[] counts, double[] probabilities) {
        double n = Arrays.stream(counts).sum();
        double[] deviations = new double[counts.length];
        for (int token = 0; token < counts.length; token++) {
            double p = probabilities[token];
            deviations[token] = (counts[token] / n - p) / Math.sqrt(p * (1 - p) / n);
        }
        return deviations;
    }
}
