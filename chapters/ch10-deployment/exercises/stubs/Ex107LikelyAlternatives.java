import llm.exercise.ExerciseNotDone;

/// Exercise 10.7 ★: likely alternatives. A service tells how likely the token was that it chose,
/// and which others were likely, and lets one push tokens up or down by a bias.
///
/// - `logProbs`: the natural logarithm of each token's probability, `ln(exp(xᵢ) / Σⱼ exp(xⱼ))` of
///   the logits `x`. Logits may be as large as 1,000: nothing must overflow. A logit of −∞ has a
///   log-probability of −∞; at least one is a number.
/// - `likeliest`: the ids of the `count` likeliest tokens, the likeliest first, of equally likely
///   ones that with the smaller id.
/// - `withBias`: the log-probability of a token after a bias has been added to its *logit*, and to
///   that of no other. Of a probability `p` becomes `p eᵇ / (1 − p + p eᵇ)`: its odds `p / (1 − p)`
///   are multiplied by `eᵇ`. The logits need not be known.
/// - `biasFor`: the bias that gives a token the probability `wanted`, which is what its log-odds
///   `ln(p / (1 − p))` must grow by.
///
/// The logits `{ln 4, ln 2, 0, 0}` have the probabilities `{1/2, 1/4, 1/8, 1/8}`, which are
/// `{−0.6931, −1.3863, −2.0794, −2.0794}`, and the two likeliest ids are `{0, 1}`. With a bias of
/// `ln 3 = 1.0986`, odds of 1 to 7 become odds of 3 to 7: −2.0794 becomes `ln 0.3 = −1.2040`. To
/// have a probability of 1/2, the same token needs a bias of `ln 7 = 1.9459`.
///
/// Section 10.7 of the notebook.
public final class Ex107LikelyAlternatives {
    private Ex107LikelyAlternatives() {}

    /// @param logits `(vocabSize)`
    /// @return in nats, `(vocabSize)`
    public static double[] logProbs(float[] logits) {
        throw new ExerciseNotDone("Exercise 10.7: write logProbs(float[])");
    }

    /// @param logits `(vocabSize)`
    /// @param count  from 0 to `vocabSize`
    /// @return ids, `(count)`
    public static int[] likeliest(float[] logits, int count) {
        throw new ExerciseNotDone("Exercise 10.7: write likeliest(float[], int)");
    }

    /// @param logProb of the token before, in nats, at most 0
    /// @param bias    from −100 to 100
    /// @return its log-probability afterwards, in nats
    public static double withBias(double logProb, double bias) {
        throw new ExerciseNotDone("Exercise 10.7: write withBias(double, double)");
    }

    /// @param logProb of the token before, in nats, below 0
    /// @param wanted  probability, above 0 and below 1
    public static double biasFor(double logProb, double wanted) {
        throw new ExerciseNotDone("Exercise 10.7: write biasFor(double, double)");
    }
}
