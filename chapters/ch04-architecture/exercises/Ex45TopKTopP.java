import llm.exercise.ExerciseNotDone;

/// Exercise 4.5 ★★: top-k, then top-p. Thousands of unlikely tokens together are likely: cut them
/// off.
///
/// Return the probabilities from which a token is drawn after two filters, in the order of the ids,
/// 0 for a token that was removed. They sum to 1.
///
/// 1. **Top-k** keeps the `k` largest scores, and those that are equal to the smallest of them. A
///    `k` beyond the vocabulary keeps all.
/// 2. Softmax over what is left.
/// 3. **Top-p** goes through these probabilities from the largest to the smallest, of equal ones
///    the smaller id first, and keeps tokens until they add up to `p` or more. The token that
///    crosses `p` is kept; so at least one is. `p = 1` keeps all.
/// 4. The probabilities of the kept tokens are divided by their sum.
///
/// Take logits `{0, ln 2, ln 4, ln 3}`: probabilities `{0.1, 0.2, 0.4, 0.3}`. `k = 3` removes id 0
/// and leaves `{0, 2/9, 4/9, 3/9}`. For `p = 0.75`, 4/9 is too little, 4/9 + 3/9 = 0.78 is enough:
/// the result is `{0, 0, 4/7, 3/7}`.
///
/// A logit of −∞ has the probability 0; at least one is a number. Refuse a `k` below 1, and a `p`
/// that is not above 0 or is above 1, with an `IllegalArgumentException`. Write it without `TopK`
/// and `TopP`; `Probabilities.softmax` may help.
///
/// Section 4.8 of the notebook.
public final class Ex45TopKTopP {
    private Ex45TopKTopP() {}

    /// @param logits a score for every token, `(vocabSize)`
    /// @param k      1 or more
    /// @param p      in `(0, 1]`
    /// @return `(vocabSize)`
    public static double[] probabilities(float[] logits, int k, double p) {
        throw new ExerciseNotDone("Exercise 4.5: write probabilities(float[], int, double)");
    }
}
