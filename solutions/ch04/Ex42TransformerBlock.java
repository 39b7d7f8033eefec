import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/// Exercise 4.2: the wiring of a block, with dropout.
///
/// **Why.** Norm first keeps the path from the input to the result free: it holds two additions and
/// nothing else, and the gradient runs back along it undiminished. Dropout on that path would cut
/// it, so it acts on what is added. Dividing by `1 − rate` keeps the mean, and then nothing has to
/// change when the model is used without dropout.
///
/// **Complexity.** Beside the parts, O(tokens · embDim) time, and as much memory for each sum.
///
/// **Common mistakes.** Norm behind the sum (the Transformer of 2017); starting the residual from
/// the normalised vector; adding `x` again in the second half, where `y` belongs; dropping out the
/// sum; forgetting to divide; taking the rate for the share that stays.
public final class Ex42TransformerBlock {
    private final UnaryOperator<double[]> attentionNorm;
    private final UnaryOperator<double[]> attention;
    private final UnaryOperator<double[]> feedForwardNorm;
    private final UnaryOperator<double[]> feedForward;

    public Ex42TransformerBlock(
            UnaryOperator<double[]> attentionNorm, UnaryOperator<double[]> attention,
            UnaryOperator<double[]> feedForwardNorm, UnaryOperator<double[]> feedForward) {
        this.attentionNorm = attentionNorm;
        this.attention = attention;
        this.feedForwardNorm = feedForwardNorm;
        this.feedForward = feedForward;
    }

    public double[] forward(double[] x, double rate, RandomGenerator random) {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("rate must be in [0, 1), got " + rate);
        }
        double[] attended = attention.apply(attentionNorm.apply(x));        // (tokens · embDim)
        double[] y = sum(x, dropout(attended, rate, random));
        double[] transformed = feedForward.apply(feedForwardNorm.apply(y)); // (tokens · embDim)
        return sum(y, dropout(transformed, rate, random));
    }

    private static double[] dropout(double[] values, double rate, RandomGenerator random) {
        double[] kept = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            kept[i] = random.nextDouble() < rate ? 0 : values[i] / (1 - rate);
        }
        return kept;
    }

    private static double[] sum(double[] a, double[] b) {
        double[] sum = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            sum[i] = a[i] + b[i];
        }
        return sum;
    }
}
