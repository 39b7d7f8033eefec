package llm.preference;

import llm.model.LanguageModel;
import llm.tensor.CrossEntropy;
import llm.tensor.Shape;
import llm.tensor.Tensor;
import llm.text.dataset.Batch;

/// How likely a model finds a whole answer, as one number. Tokens of the prompt and padding do not
/// count; the end token does.
public enum LogProb {
    /// The logarithm of the answer's probability, the sum over its tokens: what the derivation of
    /// DPO speaks of. Long answers have larger ones, and larger differences.
    SUM,
    /// The mean over its tokens, so that length does not count.
    MEAN;

    /// Log-probabilities of answers.
    ///
    /// @param answers prompts with answers; the targets that count are the answers' tokens
    /// @return in nats, `(batch)`
    public Tensor of(LanguageModel model, Batch answers) {
        Tensor tokens = model.logProbs(answers.inputs(), answers.targets());  // (batch, tokens)
        Tensor sums = tokens.sum(1);                                          // (batch)
        return switch (this) {
            case SUM -> sums;
            case MEAN -> sums.div(lengths(answers, sums));
        };
    }

    private static Tensor lengths(Batch answers, Tensor like) {
        int tokens = answers.targets().size(1);
        float[] lengths = new float[answers.targets().size(0)];
        int[] targets = answers.targets().values();
        for (int i = 0; i < targets.length; i++) {
            lengths[i / tokens] += targets[i] == CrossEntropy.IGNORED ? 0 : 1;
        }
        return Tensor.of(lengths, Shape.of(lengths.length), like.backend());
    }
}
