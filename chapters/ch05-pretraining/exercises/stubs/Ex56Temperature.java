import java.util.function.DoubleSupplier;
import llm.exercise.ExerciseNotDone;

/// Exercise 5.6 ★★: how often a token is drawn. Its exact probability says more than any count.
///
/// 1. `probabilities`: softmax of `logits / temperature`. Scores may be in the thousands, and
///    `exp(1000)` is infinite.
/// 2. `counts`: how often each token comes when `draws` tokens are drawn. For each one, take one
///    number `u` from `uniform`, and draw the first token at which the running sum of the
///    probabilities is above `u`. Rounding may leave even the sum of all below `u`: then it is the
///    last token.
/// 3. `deviations`: by how many standard deviations each count differs from what is expected,
///    `(count − n p) / √(n p (1 − p))`, where `n` is the sum of all counts. Between −2 and 2 it is
///    likely to be chance.
///
/// The logits `{ln 1, ln 2, ln 5}` have the probabilities 1/8, 2/8 and 5/8 at temperature 1, and
/// 1/30, 4/30 and 25/30 at temperature 0.5. Eight draws at temperature 1, in which `u` is 1/16,
/// 3/16, …, 15/16, give the counts `{1, 2, 5}`. Counts of `{2, 2, 4}` would deviate by 1.069, 0 and
/// −0.730.
///
/// Write it without the library's `softmax()`. When done, try temperatures 1, 0.1 and 5.
///
/// Section 5.5 of the notebook.
public final class Ex56Temperature {
    private Ex56Temperature() {}

    /// @param logits      `(vocabSize)`
    /// @param temperature above 0
    /// @return `(vocabSize)`, with a sum of 1
    public static double[] probabilities(double[] logits, double temperature) {
        throw new ExerciseNotDone("Exercise 5.6: write probabilities(double[], double)");
    }

    /// @param logits      `(vocabSize)`
    /// @param temperature above 0
    /// @param draws       tokens to draw
    /// @param uniform     gives numbers from 0 to below 1
    /// @return `(vocabSize)`, with a sum of `draws`
    public static int[] counts(double[] logits, double temperature, int draws,
            DoubleSupplier uniform) {
        throw new ExerciseNotDone(
                "Exercise 5.6: write counts(double[], double, int, DoubleSupplier)");
    }

    /// @param counts        `(vocabSize)`
    /// @param probabilities `(vocabSize)`, each above 0 and below 1
    /// @return `(vocabSize)`
    public static double[] deviations(int[] counts, double[] probabilities) {
        throw new ExerciseNotDone("Exercise 5.6: write deviations(int[], double[])");
    }
}
