import java.util.function.BiFunction;
import llm.exercise.ExerciseNotDone;

/// Exercise 9.5 ★★: both orders judged. A judge often prefers the answer that it sees first, so
/// each pair is shown to it twice, and what is left is the model's merit.
///
/// `judge.apply(first, second)` says `A` if the first answer is better, `B` if the second one is,
/// or `draw`. Anything else is no verdict.
///
/// - `preferences` asks about each pair with the baseline's answer first, then with the model's
///   first. A preference is 1 for the *baseline*, 2 for the *model*, 1.5 for a draw and NaN for no
///   verdict, whatever stood first.
/// - `flips`: how many pairs have two preferences that differ. A draw in one order and a win in the
///   other differ; two draws do not.
/// - `winRate`: the preference of a pair is the mean of its two. Return `100 · mean(preference −
///   1)` and its standard error `100 · s / √pairs`, with the sample deviation `s` (divided by
///   `pairs − 1`), both in percent.
///
/// In `flips` and `winRate` a pair counts only if it has a verdict in both orders.
///
/// A judge takes the longer answer, and the first of two equally long ones. The answers of the
/// baseline are `no`, `it is red` and `blue`, those of the model `yes it is`, `red` and `pink`. The
/// preferences are `{{2, 2}, {1, 1}, {1, 2}}`, of which one flips. The pairs have 2, 1 and 1.5,
/// which is a win rate of `{50, 28.87}`.
///
/// Write it without `Verdict`, `Comparison` and `WinRate` of the library.
///
/// Section 9.5 of the notebook.
public final class Ex95BothOrders {
    private Ex95BothOrders() {}

    /// @param judge    of two answers
    /// @param baseline its answers, `(pairs)`
    /// @param model    its answers to the same questions, `(pairs)`
    /// @return with the baseline first, then with the model first, `(pairs, 2)`
    public static double[][] preferences(BiFunction<String, String, String> judge,
            String[] baseline, String[] model) {
        throw new ExerciseNotDone(
                "Exercise 9.5: write preferences(BiFunction, String[], String[])");
    }

    /// @param preferences as above, `(pairs, 2)`
    public static int flips(double[][] preferences) {
        throw new ExerciseNotDone("Exercise 9.5: write flips(double[][])");
    }

    /// @param preferences as above, at least two of the pairs with both verdicts, `(pairs, 2)`
    /// @return the rate and its standard error in percent, `(2)`
    public static double[] winRate(double[][] preferences) {
        throw new ExerciseNotDone("Exercise 9.5: write winRate(double[][])");
    }
}
