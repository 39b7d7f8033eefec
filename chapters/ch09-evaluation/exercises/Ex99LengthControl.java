import llm.exercise.ExerciseNotDone;

/// Exercise 9.9 ★★★: the win rate at equal lengths. Judges like long answers, so a model can win by
/// saying more. How often would it win if its answers were as long as the baseline's?
///
/// A preference is 1 for the baseline, 2 for the model, or anything between. With `d = baseline's
/// length − model's length` of each pair, in characters, and `s` the sample deviation of all `d`
/// (divided by `pairs − 1`), a logistic regression explains each preference by
///
/// ```
/// preference − 1 ≈ p = σ(coefficient · tanh(d / s) + constant)       σ(z) = 1 / (1 + e⁻ᶻ)
/// ```
///
/// `fit` finds the coefficient and the constant that maximize the log-likelihood `Σ y ln p + (1 −
/// y) ln(1 − p)` with `y = preference − 1`, and without a penalty. They must be right to 1e-4.
///
/// `winRate` is what is left at `d = 0`, where the lengths are equal: `100 · σ(constant)`.
///
/// In four pairs the model's answer is 100 characters longer, and it wins three of them; in two it
/// is 100 characters shorter, and it wins one. So `d` is `{−100, −100, −100, −100, 100, 100}` and
/// the preferences are `{2, 2, 2, 1, 2, 1}`: a plain win rate of 66.7 %. Here `s = 103.28`, the
/// coefficient is −0.7344, the constant 0.5493, and the win rate at equal lengths is 63.40 %.
///
/// The pairs are such that there is a maximum: `d` is not the same everywhere, and no value of it
/// parts won pairs from lost ones. There are up to 100 pairs. Newton's method needs a handful of
/// steps, gradient ascent some thousand. Write it without `LogisticRegression` and
/// `LengthControlledWinRate` of the library.
///
/// Section 9.6 of the notebook.
public final class Ex99LengthControl {
    private Ex99LengthControl() {}

    /// @param preferences       from 1 to 2, `(pairs)`
    /// @param lengthDifferences `d` of each pair, `(pairs)`
    /// @return coefficient and constant, `(2)`
    public static double[] fit(double[] preferences, int[] lengthDifferences) {
        throw new ExerciseNotDone("Exercise 9.9: write fit(double[], int[])");
    }

    /// @param preferences       from 1 to 2, `(pairs)`
    /// @param lengthDifferences `d` of each pair, `(pairs)`
    /// @return from 0 to 100
    public static double winRate(double[] preferences, int[] lengthDifferences) {
        throw new ExerciseNotDone("Exercise 9.9: write winRate(double[], int[])");
    }
}
