package llm.text.dataset;

/// The training examples in a row of tokens: a window of `context` ids slides over it, `stride`
/// ids at a time. The target of each id is the id after it.
///
/// @param sequence the tokens
/// @param context  tokens per example
/// @param stride   tokens from the start of one example to the next; equal to `context`, each
///                 token is seen once per epoch
public record TokenDataset(TokenSequence sequence, int context, int stride) {

    public TokenDataset {
        if (context < 1 || stride < 1) {
            throw new IllegalArgumentException(
                    "context and stride must be at least 1, got context=%d, stride=%d"
                            .formatted(context, stride));
        }
        if (sequence.size() < context + 1L) {
            throw new IllegalArgumentException(
                    "the text must have at least context + 1 tokens, got %d, context=%d"
                            .formatted(sequence.size(), context));
        }
    }

    /// The number of whole examples.
    public int size() {
        return Math.toIntExact((sequence.size() - context - 1) / stride + 1);
    }

    /// Writes example `index` to row `row` of two arrays `(batch, tokens)`.
    ///
    /// @throws IllegalArgumentException if there is no such example
    public void copy(int index, int[] inputs, int[] targets, int row) {
        if (index < 0 || index >= size()) {
            throw new IllegalArgumentException(
                    "index must be below %d examples, got %d".formatted(size(), index));
        }
        long start = (long) index * stride;
        sequence.copy(start, inputs, row * context, context);
        sequence.copy(start + 1, targets, row * context, context);
    }
}
