package llm.eval.choice;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import llm.model.LanguageModel;
import llm.tensor.Autograd;
import llm.tensor.CrossEntropy;
import llm.tensor.IntTensor;
import llm.tensor.Scope;

/// How likely a model finds each of several continuations of a prompt: the sum of the
/// log-probabilities of its tokens, in nats.
public final class ContinuationLogProbs {
    private final LanguageModel model;

    public ContinuationLogProbs(LanguageModel model) {
        this.model = model;
    }

    /// @param prompt        token ids, one or more
    /// @param continuations token ids, one or more in each
    /// @return one number for each continuation
    public double[] of(int[] prompt, List<int[]> continuations) {
        return continuations.stream().allMatch(each -> each.length == 1)
                ? ofSingleTokens(prompt, continuations) : ofTexts(prompt, continuations);
    }

    /// The prompt is read once, and its last place tells all of them.
    private double[] ofSingleTokens(int[] prompt, List<int[]> continuations) {
        try (Scope _ = Scope.open(); var cache = model.newCache(1, prompt.length)) {
            float[] logits = Autograd.noGrad(() -> model.nextLogits(
                    IntTensor.of(prompt, 1, prompt.length), cache)).toArray();  // (vocabSize)
            double logSum = logSumExp(logits);
            return continuations.stream().mapToDouble(each -> logits[each[0]] - logSum).toArray();
        }
    }

    private static double logSumExp(float[] logits) {
        double largest = Double.NEGATIVE_INFINITY;
        for (float each : logits) {
            largest = Math.max(largest, each);
        }
        double sum = 0;
        for (float each : logits) {
            sum += Math.exp(each - largest);
        }
        return largest + Math.log(sum);
    }

    /// All in one batch, padded at the end, where no token of a continuation looks.
    private double[] ofTexts(int[] prompt, List<int[]> continuations) {
        int length = prompt.length - 1
                + continuations.stream().mapToInt(each -> each.length).max().orElseThrow();
        int[][] inputs = new int[continuations.size()][length];   // (continuations, tokens)
        int[][] targets = new int[continuations.size()][length];  // (continuations, tokens)
        for (int i = 0; i < inputs.length; i++) {
            int[] each = continuations.get(i);
            System.arraycopy(prompt, 0, inputs[i], 0, prompt.length);
            System.arraycopy(each, 0, inputs[i], prompt.length, each.length - 1);
            Arrays.fill(targets[i], CrossEntropy.IGNORED);
            System.arraycopy(each, 0, targets[i], prompt.length - 1, each.length);
        }
        try (Scope _ = Scope.open()) {
            float[] logProbs = Autograd.noGrad(() -> model.logProbs(IntTensor.of(inputs),
                    IntTensor.of(targets))).toArray();            // (continuations, tokens)
            return IntStream.range(0, inputs.length)
                    .mapToDouble(i -> sum(logProbs, i * length, length)).toArray();
        }
    }

    private static double sum(float[] values, int from, int count) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += values[i];
        }
        return sum;
    }
}
