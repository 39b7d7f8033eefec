import llm.exercise.ExerciseNotDone;

/// Exercise 8.6 ★★: the clipped loss of GRPO. Answers that were sampled once are used for several
/// steps, and the clip says when a token has moved far enough.
///
/// With `ratio = π / π_old` of a token, of which the logarithms are given, and the advantage `A` of
/// its answer, the loss of the token is
///
///     −min(ratio · A, clamp(ratio, 1 − low, 1 + high) · A)
///
/// With `low = 0.2` and `high = 0.28`, as in DAPO, tokens with the ratios 1.5, 1.1 and 0.5 lose
/// `{−1.28, −1.1, −0.5}` where `A = 1`, and `{1.5, 1.1, 0.8}` where `A = −1`.
///
/// `overAnswers` is the mean over answers of the mean over the tokens of each (GRPO), `overTokens`
/// the mean over all tokens (DAPO); only tokens whose `mask` is true count. Of the losses
/// `{{1, 3, 9}, {5, 6, 7}}`, where the 9 does not count, the first is `(2 + 6) / 2 = 4` and the
/// second `22 / 5 = 4.4`. Each answer has at least one token that counts. Write it without
/// `ClippedRatio` and `GrpoLoss` of the library.
///
/// Section 8.5 of the notebook.
public final class Ex86ClippedLoss {
    /// @param low  how far below 1 the ratio may fall, in (0, 1)
    /// @param high how far above 1 it may rise, above 0
    public Ex86ClippedLoss(double low, double high) {
        throw new ExerciseNotDone("Exercise 8.6: write Ex86ClippedLoss(double, double)");
    }

    /// @param policy     log-probabilities, `(answers, tokens)`
    /// @param old        those when the tokens were sampled, `(answers, tokens)`
    /// @param advantages of the answers, `(answers)`
    /// @return losses, `(answers, tokens)`
    public double[][] tokens(double[][] policy, double[][] old, double[] advantages) {
        throw new ExerciseNotDone("Exercise 8.6: write tokens(double[][], double[][], double[])");
    }

    /// @param losses of tokens, `(answers, tokens)`
    /// @param mask   true where a token counts, `(answers, tokens)`
    /// @return GRPO's loss: answers count alike
    public double overAnswers(double[][] losses, boolean[][] mask) {
        throw new ExerciseNotDone("Exercise 8.6: write overAnswers(double[][], boolean[][])");
    }

    /// @param losses of tokens, `(answers, tokens)`
    /// @param mask   true where a token counts, `(answers, tokens)`
    /// @return DAPO's loss: tokens count alike
    public double overTokens(double[][] losses, boolean[][] mask) {
        throw new ExerciseNotDone("Exercise 8.6: write overTokens(double[][], boolean[][])");
    }
}
