import java.util.stream.IntStream;

/// As a stream, by way of log-softmax: the larger score is taken off both before e is raised.
public final class Ex81BradleyTerryLoss {
    private Ex81BradleyTerryLoss() {}

    public static double[] losses(double[] chosen, double[] rejected) {
        return IntStream.range(0, chosen.length)
                .mapToDouble(i -> logSumExp(chosen[i], rejected[i]) - chosen[i])
                .toArray();
    }

    private static double logSumExp(double a, double b) {
        double max = Math.max(a, b);
        return max + Math.log(Math.exp(a - max) + Math.exp(b - max));
    }
}
