import java.util.Comparator;
import java.util.stream.IntStream;

/// Exercise 10.7: likely alternatives.
///
/// **Why.** A bias adds to one logit, so it multiplies `exp` of it by `eᵇ` and leaves all others as
/// they are: the odds of the token against all others together grow by `eᵇ`, and the sum is divided
/// anew. So one log-probability is enough to tell what a bias will do; that is why ±1 changes
/// little for a token that is nearly certain, and ±100 bans or forces it.
///
/// **Complexity.** O(vocabSize) for log-probabilities, O(vocabSize · log vocabSize) for the
/// likeliest, by sorting; a heap of `count` is enough.
///
/// **Common mistakes.** `exp(1000)`, which is infinite; the logit taken for a log-probability;
/// adding the bias to the log-probability, which makes a probability above 1 possible; the ratio of
/// probabilities instead of that of odds.
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
        double[] logProbs = new double[logits.length];      // (vocabSize)
        for (int id = 0; id < logits.length; id++) {
            logProbs[id] = logits[id] - max - Math.log(sum);
        }
        return logProbs;
    }

    public static int[] likeliest(float[] logits, int count) {
        return IntStream.range(0, logits.length).boxed()
                .sorted(Comparator.comparingDouble((Integer id) -> -logits[id]))
                .limit(count).mapToInt(id -> id).toArray(); // (count)
    }

    public static double withBias(double logProb, double bias) {
        double p = Math.exp(logProb);
        return logProb + bias - Math.log(1 - p + p * Math.exp(bias));
    }

    public static double biasFor(double logProb, double wanted) {
        double p = Math.exp(logProb);
        return Math.log(wanted / (1 - wanted)) - Math.log(p / (1 - p));
    }
}
