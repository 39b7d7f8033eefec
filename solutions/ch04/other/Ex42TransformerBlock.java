import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// With functions and streams: a block is the same residual twice.
public final class Ex42TransformerBlock {
    private final UnaryOperator<double[]> normAndAttention;
    private final UnaryOperator<double[]> normAndFeedForward;

    public Ex42TransformerBlock(
            UnaryOperator<double[]> attentionNorm, UnaryOperator<double[]> attention,
            UnaryOperator<double[]> feedForwardNorm, UnaryOperator<double[]> feedForward) {
        normAndAttention = x -> attention.apply(attentionNorm.apply(x));
        normAndFeedForward = x -> feedForward.apply(feedForwardNorm.apply(x));
    }

    public double[] forward(double[] x, double rate, RandomGenerator random) {
        if (rate < 0 || rate >= 1 || Double.isNaN(rate)) {
            throw new IllegalArgumentException("rate must be in [0, 1), got " + rate);
        }
        return residual(residual(x, normAndAttention, rate, random), normAndFeedForward, rate,
                random);
    }

    private static double[] residual(double[] x, UnaryOperator<double[]> layer, double rate,
            RandomGenerator random) {
        double[] made = layer.apply(x);
        double scale = 1 / (1 - rate);
        return IntStream.range(0, x.length)
                .mapToDouble(i -> x[i] + (random.nextDouble() < rate ? 0 : scale * made[i]))
                .toArray();
    }
}
