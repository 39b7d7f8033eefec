import java.util.Arrays;

public final class Ex82AnswerLogProbs {
    private Ex82AnswerLogProbs() {}

    public static double[] logProbs(double[][] logits, int[] ids, int promptTokens) {
        if (promptTokens < 1 || promptTokens >= ids.length) {
            throw new IllegalArgumentException("promptTokens must be in [1, %d), got %d"
                    .formatted(ids.length, promptTokens));
        }
        double[] logProbs = new double[ids.length - promptTokens];
        for (int t = promptTokens; t < ids.length; t++) {
            double[] row = logits[t];
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
