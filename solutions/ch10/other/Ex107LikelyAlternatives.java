import java.util.stream.IntStream;

/// With streams, a search for the best token again and again, and odds in place of formulas.
public final class Ex107LikelyAlternatives {
    private Ex107LikelyAlternatives() {}

    public static double[] logProbs(float[] logits) {
        double max = logits[likeliest(logits, 1)[0]];
        double logSum = max + Math.log(IntStream.range(0, logits.length)
                .mapToDouble(id -> Math.exp(logits[id] - max)).sum());
        return IntStream.range(0, logits.length).mapToDouble(id -> logits[id] - logSum).toArray();
    }

    public static int[] likeliest(float[] logits, int count) {
        boolean[] taken = new boolean[logits.length];
        int[] ids = new int[count];
        for (int i = 0; i < count; i++) {
            int best = -1;
            for (int id = 0; id < logits.length; id++) {
                if (!taken[id] && (best < 0 || logits[id] > logits[best])) {
                    best = id;
                }
            }
            taken[best] = true;
            ids[i] = best;
        }
        return ids;
    }

    public static double withBias(double logProb, double bias) {
        double others = Math.log(-Math.expm1(logProb)) - bias;
        double max = Math.max(logProb, others);
        return logProb - max - Math.log(Math.exp(logProb - max) + Math.exp(others - max));
    }

    public static double biasFor(double logProb, double wanted) {
        return Math.log(wanted) - Math.log1p(-wanted) - logProb + Math.log(-Math.expm1(logProb));
    }
}
