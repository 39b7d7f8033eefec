import llm.exercise.ExerciseNotDone;

/// Exercise 8.8 ★★★: generalized advantage estimation. In PPO a critic says before each token what
/// the answer will be worth; a token's advantage is how much better it went on than that.
///
/// A batch of answers of different lengths stands in arrays `(answers, tokens)`. The tokens of an
/// answer stand first in its row and have a `mask` that is true; behind them is padding, at which
/// any number may stand and every result is 0. Each answer has a token or more. Write four steps:
///
/// - `rewards`: each token pays `price` for its KL, and the answer's last token earns the score;
/// - `advantages`: from the last token back, with `δₜ = rₜ + γ vₜ₊₁ − vₜ`, it is
///   `Aₜ = δₜ + γλ Aₜ₊₁`; behind the last token of the answer both `v` and `A` are 0;
/// - `returns`: `Aₜ + vₜ`, what the critic should learn;
/// - `whitened`: over all tokens of the batch minus their mean, divided by `√(variance + 1e-8)`,
///   where the variance is the one of a sample, with `n − 1` (0 for a single token).
///
/// One answer of three tokens with the score 1, a price of 0.1, `γ = 1` and `λ = 0.5`:
///
///     kl     = {0, 1, 0.5, 7}      mask = {true, true, true, false}
///     values = {0.5, 0.8, 0.4, 9}
///
///     rewards    {0, −0.1, 0.95, 0}
///     advantages {0.1875, −0.225, 0.55, 0}
///     returns    {0.6875, 0.575, 0.95, 0}
///     whitened   {0.0430, −1.0208, 0.9778, 0}
///
/// Write it without `AdvantageEstimator` and `TokenRewards` of the library.
///
/// Section 8.6 of the notebook.
public final class Ex88GeneralizedAdvantage {
    /// @param gamma  what a reward is worth one token earlier, in [0, 1]
    /// @param lambda how far surprises reach back, in [0, 1]
    public Ex88GeneralizedAdvantage(double gamma, double lambda) {
        throw new ExerciseNotDone("Exercise 8.8: write Ex88GeneralizedAdvantage(double, double)");
    }

    /// @param scores of the answers, `(answers)`
    /// @param kl     of each token to the reference, in nats, `(answers, tokens)`
    /// @param price  of a nat
    /// @param mask   `(answers, tokens)`
    /// @return `(answers, tokens)`
    public double[][] rewards(double[] scores, double[][] kl, double price, boolean[][] mask) {
        throw new ExerciseNotDone(
                "Exercise 8.8: write rewards(double[], double[][], double, boolean[][])");
    }

    /// @param rewards of tokens, `(answers, tokens)`
    /// @param values  what the critic expects before each token, `(answers, tokens)`
    /// @param mask    `(answers, tokens)`
    /// @return `(answers, tokens)`
    public double[][] advantages(double[][] rewards, double[][] values, boolean[][] mask) {
        throw new ExerciseNotDone(
                "Exercise 8.8: write advantages(double[][], double[][], boolean[][])");
    }

    /// @param advantages of tokens, not whitened, `(answers, tokens)`
    /// @param values     what the critic expects before each token, `(answers, tokens)`
    /// @param mask       `(answers, tokens)`
    /// @return `(answers, tokens)`
    public double[][] returns(double[][] advantages, double[][] values, boolean[][] mask) {
        throw new ExerciseNotDone(
                "Exercise 8.8: write returns(double[][], double[][], boolean[][])");
    }

    /// @param advantages of tokens, `(answers, tokens)`
    /// @param mask       `(answers, tokens)`
    /// @return `(answers, tokens)`
    public double[][] whitened(double[][] advantages, boolean[][] mask) {
        throw new ExerciseNotDone("Exercise 8.8: write whitened(double[][], boolean[][])");
    }
}
