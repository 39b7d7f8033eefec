package llm.preference;

import java.util.Arrays;
import llm.tensor.Shape;
import llm.tensor.Tensor;
import llm.text.dataset.Batch;

/// Pairs that are learned from together: first all chosen answers, then the rejected ones in the
/// same order, so that a model reads them in one pass.
///
/// @param answers   prompts with answers, `(2 · pairs, tokens)`
/// @param reference log-probabilities to the reference, `(2 · pairs)`; empty where none is known
public record PreferenceBatch(Batch answers, float[] reference) {

    public PreferenceBatch {
        int rows = answers.inputs().size(0);
        if (rows % 2 != 0 || reference.length != 0 && reference.length != rows) {
            throw new IllegalArgumentException(("answers must be (2 · pairs, tokens) and reference "
                    + "(2 · pairs) or empty, got %s and %d").formatted(answers.inputs().shape(),
                    reference.length));
        }
    }

    public int pairs() {
        return answers.inputs().size(0) / 2;
    }

    /// What stands in the first half, the chosen answers': `(2 · pairs)` → `(pairs)`.
    static Tensor chosen(Tensor both) {
        return both.slice(0, 0, both.size(0) / 2);
    }

    /// What stands in the second half, the rejected answers': `(2 · pairs)` → `(pairs)`.
    static Tensor rejected(Tensor both) {
        return both.slice(0, both.size(0) / 2, both.size(0));
    }

    /// How much more likely a policy finds the answers than the reference does.
    ///
    /// @param policy log-probabilities, `(2 · pairs)`
    /// @return `(2 · pairs)`
    Tensor logRatios(Tensor policy) {
        if (reference.length == 0) {
            throw new IllegalStateException(
                    "a batch must know its reference's log-probabilities, got none");
        }
        return policy.sub(Tensor.of(reference, Shape.of(reference.length), policy.backend()));
    }

    @Override
    public String toString() {
        return "PreferenceBatch[%d pairs, %d tokens, reference %s]".formatted(pairs(),
                answers.inputs().size(1), Arrays.toString(reference));
    }
}
