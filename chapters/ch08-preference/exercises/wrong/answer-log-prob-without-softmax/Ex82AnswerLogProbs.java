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
            double[] row = logits[t - 1];
            logProbs[t - promptTokens] = row[ids[t]];
        }
        return logProbs;
    }

    public static double sum(double[][] logits, int[] ids, int promptTokens) {
        return Arrays.stream(logProbs(logits, ids, promptTokens)).sum();
    }

    public static double mean(double[][] logits, int[] ids, int promptTokens) {
        return sum(logits, ids, promptTokens) / (ids.length - promptTokens);
    }
}
