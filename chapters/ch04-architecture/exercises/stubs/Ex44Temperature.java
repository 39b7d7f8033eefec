import java.util.random.RandomGenerator;
import llm.exercise.ExerciseNotDone;

/// Exercise 4.4 ★: drawing at a temperature. One number leads from always the same to anything
/// goes.
///
/// Draw `count` tokens, all from the same scores: token `i` has the probability
///
///     exp(logits[i] / temperature) / Σⱼ exp(logits[j] / temperature)
///
/// For each token to draw, ask `random.nextDouble()` once for a number `u` in `[0, 1)`. The token
/// is the first whose probability, added to those of all ids before it, is above `u`.
///
/// The logits `{0, ln 3}` mean the probabilities `{0.25, 0.75}` at temperature 1, and `{0.1, 0.9}`
/// at temperature 0.5. So the draws 0.2, 0.3 and 0.05 give the ids `{0, 1, 0}` at temperature 1 and
/// `{1, 1, 0}` at temperature 0.5.
///
/// - Temperature 0 is greedy: always the id with the largest score, the first of equal ones.
/// - A logit of −∞ means a probability of 0: such a token is never drawn, not even when `u` is 0.
///   At least one logit is a number.
/// - Scores may be large, such as 1,000: `exp` must not overflow.
/// - A temperature that is below 0 or not a number is refused with an `IllegalArgumentException`.
///
/// Write the softmax yourself, in double precision.
///
/// Section 4.8 of the notebook.
public final class Ex44Temperature {
    private Ex44Temperature() {}

    /// @param logits      a score for every token, `(vocabSize)`
    /// @param temperature 0 for greedy
    /// @param count       how many tokens to draw
    /// @return the ids drawn, `(count)`
    public static int[] draw(float[] logits, double temperature, int count,
            RandomGenerator random) {
        throw new ExerciseNotDone(
                "Exercise 4.4: write draw(float[], double, int, RandomGenerator)");
    }
}
