import java.util.Comparator;
import java.util.stream.IntStream;

public final class Ex107LikelyAlternatives {
    private Ex107LikelyAlternatives() {}

    public static double[] logProbs(float[] logits) {
        double max = Double.NEGATIVE_INFINITY;
        for (float each : logits) {
            max = Math.max(max, each);
        }
        double sum = 0;
        for (float each : logits) {
            sum += Math.exp(each - max);
        }
        double[] logProbs = new double[logits.length];
        for (int id = 0; id < logits.length; id++) {
            logProbs[id] = logits[id] - max - Math.log(sum);
        }
        return logProbs;
    }

    public static int[] likeliest(float[] logits, int count) {
        return IntStream.range(0, logits.length).boxed()
                .sorted(Comparator.comparingDouble((Integer id) -> -logits[id]))
                .limit(count).mapToInt(id -> id).toArray();
    }

    public static double withBias(double logProb, double bias) {
        double p = Math.exp(logProb);
        return logProb + bias - Math.log(1 - p + p * Math.exp(bias));
    }

    public static double biasFor(double logProb, double wanted) {
        return Math.log(wanted) - logProb;
    }
}
