import llm.exercise.ExerciseNotDone;

/// Exercise 9.6 ★★: Elo, battle by battle. A rating moves by how surprising a battle was.
///
/// All models start at 1000. Who is rated `a` should get the share
///
/// ```
/// E = 1 / (1 + 10^((b − a) / 400))
/// ```
///
/// of the battles with one who is rated `b`. After each battle `Rₐ ← Rₐ + K (S − E)`, where `S` is
/// what the model got for it, 1 for a win, ½ for a tie and 0 for a defeat; and the same for the
/// other model, with its own score and expectation. Both expectations are from *before* the battle,
/// so what one wins the other loses.
///
/// Return the ratings of all models before the first battle and after each one. With `K = 32`,
/// model 0 of three beats model 1, and then ties with it:
///
/// ```text
/// before             1000       1000       1000
/// 0 beats 1          1016        984       1000
/// 0 and 1 tie        1014.53     985.47    1000
/// ```
///
/// In the second battle `E = 0.5459` for model 0, which gets less than was expected. A battle may
/// name the better model first or second. Write it without `Elo` and `RatingScale` of the library.
///
/// Section 9.7 of the notebook.
public final class Ex96Elo {
    private Ex96Elo() {}

    /// @param a rating of a model, in points
    /// @param b rating of the other
    /// @return from 0 to 1
    public static double expectedScore(double a, double b) {
        throw new ExerciseNotDone("Exercise 9.6: write expectedScore(double, double)");
    }

    /// @param models  how many there are
    /// @param battles who fights whom, in order, two different models, from 0; `(battles, 2)`
    /// @param scores  what the first model of each battle got: 1, 0.5 or 0; `(battles)`
    /// @param k       points that a battle moves a rating at most
    /// @return `(battles + 1, models)`
    public static double[][] ratings(int models, int[][] battles, double[] scores, double k) {
        throw new ExerciseNotDone("Exercise 9.6: write ratings(int, int[][], double[], double)");
    }
}
