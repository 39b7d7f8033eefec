import java.util.random.RandomGenerator;

/// Exercise 4.4: drawing at a temperature.
///
/// **Why.** Laid end to end, the probabilities fill the line from 0 to 1, and a point on it lies in
/// the part of one token: a uniform draw picks each with its probability (the inverse of the
/// cumulative distribution). Temperature divides the scores, so it raises the odds of two tokens to
/// the power of `1 / temperature`; towards 0 only the largest score is left, which is why 0 means
/// greedy. Subtracting the largest score changes no probability and keeps `exp` at 1 or below.
///
/// **Complexity.** O(vocabSize) for the softmax and for each draw. Many draws from the same scores
/// would search in the cumulative sums: O(log vocabSize) each.
///
/// **Common mistakes.** Multiplying by the temperature; dividing probabilities instead of scores;
/// dividing by 0; `exp` of 1,000; comparing with `>=`, which draws a token of probability 0 when
/// the draw is 0.
public final class Ex44Temperature {
    private Ex44Temperature() {}

    public static int[] draw(float[] logits, double temperature, int count,
            RandomGenerator random) {
        if (!(temperature >= 0)) {
            throw new IllegalArgumentException("temperature must be 0 or more, got " + temperature);
        }
        int best = argmax(logits);
        double[] weights = new double[logits.length];       // (vocabSize), not yet divided
        double sum = 0;
        for (int id = 0; id < logits.length && temperature > 0; id++) {
            weights[id] = Math.exp((logits[id] - logits[best]) / temperature);
            sum += weights[id];
        }
        int[] ids = new int[count];
        for (int i = 0; i < count; i++) {
            ids[i] = temperature == 0 ? best : first(weights, random.nextDouble() * sum);
        }
        return ids;
    }

    /// The first id whose cumulative weight is above `u`; rounding may leave none: then the last.
    private static int first(double[] weights, double u) {
        double cumulative = 0;
        int last = 0;
        for (int id = 0; id < weights.length; id++) {
            cumulative += weights[id];
            if (weights[id] > 0) {
                last = id;
            }
            if (cumulative > u) {
                return id;
            }
        }
        return last;
    }

    private static int argmax(float[] logits) {
        int best = 0;
        for (int id = 1; id < logits.length; id++) {
            if (logits[id] > logits[best]) {
                best = id;
            }
        }
        return best;
    }
}
