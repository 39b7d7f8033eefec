import java.util.Arrays;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/// Exercise 5.6: how often a token is drawn.
///
/// **Why.** A temperature divides the differences of the scores, so a ratio of two probabilities
/// becomes its power of 1 / temperature: at 0.1 twice as likely becomes a thousand times, at 5
/// hardly more likely at all. A count of `n` draws is off by about `√(n p (1 − p))`; to halve that
/// takes four times the draws, while the exact probability takes none.
///
/// **Complexity.** O(vocabSize) for the probabilities and for each draw. With the running sums
/// kept and a binary search, a draw takes O(log vocabSize).
///
/// **Common mistakes.** Multiplying by the temperature; dividing the probabilities instead of the
/// scores, after which their sum is not 1; `exp` of large scores; taking the likeliest token, which
/// is temperature 0; a division by the variance in place of its root.
public final class Ex56Temperature {
    private Ex56Temperature() {}

    public static double[] probabilities(double[] logits, double temperature) {
        double max = Arrays.stream(logits).max().orElseThrow();
        double[] powers = Arrays.stream(logits)             // (vocabSize)
                .map(logit -> Math.exp((logit - max) / temperature)).toArray();
        double sum = Arrays.stream(powers).sum();
        return Arrays.stream(powers).map(power -> power / sum).toArray();
    }

    public static int[] counts(double[] logits, double temperature, int draws,
            DoubleSupplier uniform) {
        double[] p = probabilities(logits, temperature);    // (vocabSize)
        int[] counts = new int[p.length];                   // (vocabSize)
        for (int draw = 0; draw < draws; draw++) {
            double u = uniform.getAsDouble();
            int token = 0;
            double sum = p[0];
            while (sum <= u && token < p.length - 1) {
                sum += p[++token];
            }
            counts[token]++;
        }
        return counts;
    }

    public static double[] deviations(int[] counts, double[] probabilities) {
        int n = IntStream.of(counts).sum();
        return IntStream.range(0, counts.length).mapToDouble(token -> {
            double p = probabilities[token];
            return (counts[token] - n * p) / Math.sqrt(n * p * (1 - p));
        }).toArray();
    }
}
