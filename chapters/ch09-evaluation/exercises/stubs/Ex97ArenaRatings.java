import llm.exercise.ExerciseNotDone;

/// Exercise 9.7 ★★★: the ratings under which all battles were likeliest. Elo takes one battle after
/// the other; Bradley and Terry take all of them at once, so that their order does not matter.
///
/// Model `i` beats model `j` with the probability
///
/// ```
/// pᵢⱼ = 1 / (1 + 10^((Rⱼ − Rᵢ) / 400))
/// ```
///
/// Given is `wins[i][j]`, how often `i` has beaten `j`; a tie is half a win for each, so these are
/// no whole numbers. Return the ratings `R` that maximize the log-likelihood `Σᵢⱼ wins[i][j] · ln
/// pᵢⱼ`. Only differences count in it; choose the ratings with a *mean of 1000*. They must be right
/// to 0.01 points.
///
/// If model 0 wins 3 of 4 battles with model 1, and model 1 wins 3 of 4 with model 2, then
/// neighbours are `400 · log₁₀ 3 = 190.85` points apart: `{1190.85, 1000, 809.15}`, although models
/// 0 and 2 have never met.
///
/// The models are such that there is a maximum: each has beaten or tied each other one, directly or
/// through others. There are 2 to 8 models, the diagonal is 0, and the ratings are at most 1000
/// points apart. Any method will do: gradient ascent, Newton's, or the one in the hints. Write it
/// without `ArenaRatings` of the library.
///
/// Section 9.8 of the notebook.
public final class Ex97ArenaRatings {
    private Ex97ArenaRatings() {}

    /// @param wins of the row's model over the column's, `(models, models)`
    /// @return in points, with a mean of 1000, `(models)`
    public static double[] ratings(double[][] wins) {
        throw new ExerciseNotDone("Exercise 9.7: write ratings(double[][])");
    }
}
