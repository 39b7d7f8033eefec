package llm.model.decode;

/// Scores of one position as probabilities.
public final class Probabilities {

    private Probabilities() {
    }

    /// `exp(xᵢ) / Σⱼ exp(xⱼ)` in double precision; 0 for a removed token.
    public static double[] softmax(float[] logits) {
        float max = max(logits);
        double[] probabilities = new double[logits.length];
        double sum = 0;
        for (int id = 0; id < logits.length; id++) {
            probabilities[id] = Math.exp(logits[id] - max);
            sum += probabilities[id];
        }
        for (int id = 0; id < logits.length; id++) {
            probabilities[id] /= sum;
        }
        return probabilities;
    }

    /// Holds the scores of a model against what scores can be; one may be −∞, which no text gets.
    ///
    /// @throws IllegalStateException if a score is NaN or ∞, as those of a broken model
    public static void requireNumbers(float... logits) {
        for (int id = 0; id < logits.length; id++) {
            if (!(logits[id] < Float.POSITIVE_INFINITY)) {
                throw new IllegalStateException("scores must be numbers, got " + logits[id]
                        + " for token " + id + "; the weights of the model are probably broken");
            }
        }
    }

    /// `ln Σⱼ exp(xⱼ)` in double precision.
    static double logSumExp(float[] logits) {
        float max = max(logits);
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - max);
        }
        return max + Math.log(sum);
    }

    /// The id with the largest score; the first of equal ones.
    public static int argmax(float[] logits) {
        int best = 0;
        for (int id = 1; id < logits.length; id++) {
            if (logits[id] > logits[best]) {
                best = id;
            }
        }
        return best;
    }

    static float max(float[] logits) {
        return logits[argmax(logits)];
    }

    static void removeBelow(float[] logits, float threshold) {
        for (int id = 0; id < logits.length; id++) {
            if (logits[id] < threshold) {
                logits[id] = Float.NEGATIVE_INFINITY;
            }
        }
    }
}
