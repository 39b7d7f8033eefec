import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

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
        double[] attended = attention.apply(x);
        double[] y = attentionNorm.apply(sum(x, dropout(attended, rate, random)));
        double[] transformed = feedForward.apply(y);
        return feedForwardNorm.apply(sum(y, dropout(transformed, rate, random)));
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
