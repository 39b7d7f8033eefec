import java.util.Arrays;
import llm.tensor.Tensor;

/// With tensors: the log-softmax of all rows at once, of which the answer's entries are picked.
public final class Ex82AnswerLogProbs {
    private Ex82AnswerLogProbs() {}

    public static double[] logProbs(double[][] logits, int[] ids, int promptTokens) {
        int answer = ids.length - promptTokens;
        if (promptTokens < 1 || answer < 1) {
            throw new IllegalArgumentException("prompt and answer must have a token each, got "
                    + promptTokens + " and " + answer);
        }
        Tensor rows = tensor(logits).logSoftmax()
                .slice(0, promptTokens - 1, ids.length - 1);            // (answer, vocabSize)
        double[] logProbs = new double[answer];
        Arrays.setAll(logProbs, i -> rows.at(i, ids[promptTokens + i]));
        return logProbs;
    }

    private static Tensor tensor(double[][] rows) {
        double[] flat = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
        float[] values = new float[flat.length];
        for (int i = 0; i < flat.length; i++) {
            values[i] = (float) flat[i];
        }
        return Tensor.of(values, rows.length, rows[0].length);
    }

    public static double sum(double[][] logits, int[] ids, int promptTokens) {
        return mean(logits, ids, promptTokens) * (ids.length - promptTokens);
    }

    public static double mean(double[][] logits, int[] ids, int promptTokens) {
        return Arrays.stream(logProbs(logits, ids, promptTokens)).average().orElseThrow();
    }
}
