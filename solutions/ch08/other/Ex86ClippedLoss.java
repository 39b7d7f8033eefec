import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// As streams; the clip by cases: up to `1 + high` for what was good, down to `1 − low` else.
public final class Ex86ClippedLoss {
    private final double least;
    private final double most;

    public Ex86ClippedLoss(double low, double high) {
        least = 1 - low;
        most = 1 + high;
    }

    public double[][] tokens(double[][] policy, double[][] old, double[] advantages) {
        return IntStream.range(0, policy.length).mapToObj(row -> IntStream
                .range(0, policy[row].length)
                .mapToDouble(t -> loss(policy[row][t] - old[row][t], advantages[row])).toArray())
                .toArray(double[][]::new);                                  // (answers, tokens)
    }

    private double loss(double logRatio, double advantage) {
        double ratio = Math.exp(logRatio);
        return -advantage * (advantage > 0 ? Math.min(ratio, most) : Math.max(ratio, least));
    }

    public double overAnswers(double[][] losses, boolean[][] mask) {
        return IntStream.range(0, losses.length)
                .mapToDouble(row -> counted(losses, mask, row).average().orElseThrow())
                .average().orElseThrow();
    }

    public double overTokens(double[][] losses, boolean[][] mask) {
        return IntStream.range(0, losses.length).boxed()
                .flatMapToDouble(row -> counted(losses, mask, row)).average().orElseThrow();
    }

    private static DoubleStream counted(double[][] losses, boolean[][] mask, int row) {
        return IntStream.range(0, losses[row].length).filter(t -> mask[row][t])
                .mapToDouble(t -> losses[row][t]);
    }
}
