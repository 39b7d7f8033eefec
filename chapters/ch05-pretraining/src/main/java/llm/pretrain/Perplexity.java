package llm.pretrain;

import java.util.Arrays;
import llm.model.LanguageModel;
import llm.tensor.Autograd;
import llm.tensor.CrossEntropy;
import llm.tensor.IntTensor;
import llm.tensor.Scope;

/// How surprised a model is by a text.
///
/// The text is longer than what the model can look at, so a window moves over it. Windows side by
/// side (`stride` = `context`) are fast, but the first tokens of each see little; windows that
/// overlap score only the tokens that the one before did not reach.
///
/// @param nll    mean negative log-likelihood, in nats per scored token
/// @param tokens scored tokens
public record Perplexity(double nll, long tokens) {

    /// `e^nll`
    public double perplexity() {
        return Math.exp(nll);
    }

    /// Bits for each byte of the scored text, `nll · tokens / (ln 2 · bytes)`. A perplexity counts
    /// tokens, which tokenizers cut differently; bytes they all share.
    ///
    /// @param bytes of the scored tokens, in UTF-8
    public double bitsPerByte(long bytes) {
        return nll * tokens / (Math.log(2) * bytes);
    }

    /// @throws IllegalArgumentException if a text has fewer than two tokens
    public static void requireScorable(int... ids) {
        if (ids.length < 2) {
            throw new IllegalArgumentException(
                    "a text must have two tokens or more to be scored, got " + ids.length);
        }
    }

    /// Scores a text.
    ///
    /// @param ids     the text, two tokens or more
    /// @param context tokens in a window, at most the model's
    /// @param stride  tokens from one window to the next, at most `context`
    public static Perplexity of(LanguageModel model, int[] ids, int context, int stride) {
        requireScorable(ids);
        if (context < 2 || context > model.contextLength() || stride < 1 || stride > context) {
            throw new IllegalArgumentException(("context must be in [2, %d] and stride in "
                    + "[1, context], got context=%d, stride=%d")
                    .formatted(model.contextLength(), context, stride));
        }
        double sum = 0;
        long scored = 0;
        int reached = 0;                                     // tokens scored or passed over so far
        for (int start = 0; reached < ids.length; start += stride) {
            int end = Math.min(start + context, ids.length);
            int firstScored = Math.max(reached, start + 1);
            if (end - start >= 2 && firstScored < end) {
                int count = end - firstScored;
                sum += meanLoss(model, ids, start, end, firstScored) * count;
                scored += count;
            }
            reached = end;
        }
        return new Perplexity(sum / scored, scored);
    }

    /// Mean loss of the tokens `firstScored` to `end` in the window from `start`.
    private static double meanLoss(LanguageModel model, int[] ids, int start, int end,
                                   int firstScored) {
        int[] inputs = Arrays.copyOfRange(ids, start, end);
        int[] targets = Arrays.copyOfRange(ids, start + 1, end + 1);
        Arrays.fill(targets, 0, firstScored - start - 1, CrossEntropy.IGNORED);
        targets[targets.length - 1] = CrossEntropy.IGNORED;  // beyond the window
        try (Scope _ = Scope.open()) {
            return Autograd.noGrad(() -> model.loss(IntTensor.of(inputs, 1, inputs.length),
                    IntTensor.of(targets, 1, targets.length))).item();
        }
    }
}
