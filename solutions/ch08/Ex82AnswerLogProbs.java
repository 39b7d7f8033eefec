import java.util.Arrays;

/// Exercise 8.2: log-probabilities of an answer.
///
/// **Why.** The probability of an answer is a product over its tokens, each judged by the row that
/// has read all before it; so its logarithm is a sum. A log-softmax needs no softmax: with the
/// row's largest logit taken off, the sum under the logarithm lies between 1 and `vocabSize`.
///
/// **Complexity.** O(answer tokens · vocabSize): the prompt's rows are not even looked at.
///
/// **Common mistakes.** Asking row `t` about token `t`, which it has already read; counting the
/// prompt, or dividing by its tokens; adding probabilities up; the logarithm of a softmax that has
/// become 0 or was infinite over infinite.
public final class Ex82AnswerLogProbs {
    private Ex82AnswerLogProbs() {}

    public static double[] logProbs(double[][] logits, int[] ids, int promptTokens) {
        if (promptTokens < 1 || promptTokens >= ids.length) {
            throw new IllegalArgumentException("promptTokens must be in [1, %d), got %d"
                    .formatted(ids.length, promptTokens));
        }
        double[] logProbs = new double[ids.length - promptTokens];      // (tokens − promptTokens)
        for (int t = promptTokens; t < ids.length; t++) {
            double[] row = logits[t - 1];                               // (vocabSize)
            logProbs[t - promptTokens] = row[ids[t]] - logSumExp(row);
        }
        return logProbs;
    }

    private static double logSumExp(double[] row) {
        double max = Arrays.stream(row).max().orElseThrow();
        double sum = 0;
        for (double logit : row) {
            sum += Math.exp(logit - max);
        }
        return max + Math.log(sum);
    }

    public static double sum(double[][] logits, int[] ids, int promptTokens) {
        return Arrays.stream(logProbs(logits, ids, promptTokens)).sum();
    }

    public static double mean(double[][] logits, int[] ids, int promptTokens) {
        return sum(logits, ids, promptTokens) / (ids.length - promptTokens);
    }
}
