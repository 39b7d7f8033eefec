import llm.exercise.ExerciseNotDone;

/// Exercise 8.2 ★★: log-probabilities of an answer. How likely does a model find an answer? All
/// methods of this chapter begin with that number.
///
/// A model has read `ids`, a prompt and its answer. Row `t` of `logits` holds its scores for the
/// token *behind* place `t`, so the token `ids[t]` is judged by row `t − 1`. Return `ln P` of each
/// token of the answer, where `P` is the softmax over its row; then their sum and their mean.
/// Tokens of the prompt do not count, and the last row is not used.
///
/// With `ids = {2, 0, 1}`, of which the first is the prompt, and
///
///     logits = {{ln 2, 0, 0}, {0, ln 6, 0}, {5, 5, 5}}
///
/// token 0 has `P = 2/4` and token 1 has `P = 6/8`, so the log-probabilities are
/// `{−0.6931, −0.2877}`, their sum −0.9808 and their mean −0.4904 nats.
///
/// Logits may be large (1000) and probabilities small (e⁻¹⁰⁰⁰): each result must be a number.
/// Refuse a prompt without a token, since nothing would judge the answer's first one, and an answer
/// without a token, with an `IllegalArgumentException`.
///
/// Section 8.2 of the notebook.
public final class Ex82AnswerLogProbs {
    private Ex82AnswerLogProbs() {}

    /// @param logits       `(tokens, vocabSize)`
    /// @param ids          prompt and answer, `(tokens)`
    /// @param promptTokens how many of them are the prompt: at least 1, fewer than all
    /// @return in nats, `(tokens − promptTokens)`
    public static double[] logProbs(double[][] logits, int[] ids, int promptTokens) {
        throw new ExerciseNotDone("Exercise 8.2: write logProbs(double[][], int[], int)");
    }

    /// @return the log-probability of the whole answer, in nats
    public static double sum(double[][] logits, int[] ids, int promptTokens) {
        throw new ExerciseNotDone("Exercise 8.2: write sum(double[][], int[], int)");
    }

    /// @return the mean over the tokens of the answer, in nats per token
    public static double mean(double[][] logits, int[] ids, int promptTokens) {
        throw new ExerciseNotDone("Exercise 8.2: write mean(double[][], int[], int)");
    }
}
