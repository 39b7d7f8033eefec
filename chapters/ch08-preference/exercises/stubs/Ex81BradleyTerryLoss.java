import llm.exercise.ExerciseNotDone;

/// Exercise 8.1 ★: the Bradley-Terry loss. A reward model learns from pairs: the score of the
/// chosen answer should be above that of the rejected one.
///
/// Return for each pair how surprising it is that the chosen answer was preferred, in nats:
/// `−ln σ(chosen − rejected)`, with `σ(x) = 1 / (1 + e⁻ˣ)`. Of scores 2 and 1 that is 0.3133; of
/// scores 1 and 2, a pair that is told apart the wrong way, it is 1.3133; of equal scores it is
/// `ln 2 = 0.6931`.
///
/// The loss must be a number however far the scores are apart: 1000 where the chosen answer has 0
/// and the rejected one 1000, and 0 the other way round. Write it without `BradleyTerry` of the
/// library.
///
/// Section 8.1 of the notebook.
public final class Ex81BradleyTerryLoss {
    private Ex81BradleyTerryLoss() {}

    /// @param chosen   scores of the better answers, `(pairs)`
    /// @param rejected scores of the worse ones, `(pairs)`
    /// @return in nats, `(pairs)`
    public static double[] losses(double[] chosen, double[] rejected) {
        throw new ExerciseNotDone("Exercise 8.1: write losses(double[], double[])");
    }
}
