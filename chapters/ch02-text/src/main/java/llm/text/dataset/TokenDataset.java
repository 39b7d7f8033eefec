package llm.text.dataset;

import llm.tensor.IntTensor;

/// The training examples in a row of tokens: a window of `context` ids slides over it, `stride`
/// ids at a time. The target of each id is the id after it.
///
/// @param sequence the tokens
/// @param context  tokens per example
/// @param stride   tokens from the start of one example to the next; equal to `context`, each
///                 token is seen once per epoch
public record TokenDataset(TokenSequence sequence, int context, int stride)
        implements Dataset<Batch> {

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
    @Override
    public int size() {
        return Math.toIntExact((sequence.size() - context - 1) / stride + 1);
    }

    /// The first examples alone, as many as there are up to `most`.
    public TokenDataset first(int most) {
        long tokens = (long) (Math.min(most, size()) - 1) * stride + context + 1;
        return new TokenDataset(sequence.first(tokens), context, stride);
    }

    /// Windows as `(batch, tokens)`.
    @Override
    public Batch batch(int... examples) {
        int[] inputs = new int[examples.length * context];                  // (batch, tokens)
        int[] targets = new int[examples.length * context];                 // (batch, tokens)
        for (int row = 0; row < examples.length; row++) {
            copy(examples[row], inputs, targets, row);
        }
        return new Batch(IntTensor.of(inputs, examples.length, context),
                IntTensor.of(targets, examples.length, context));
    }

    @Override
    public String fingerprint() {
        return "%d windows of %d tokens, %d apart, from %d tokens with CRC-32C %08x".formatted(size(),
                context, stride, sequence.size(), sequence.crc32c());
    }

    /// Writes example `index` to row `row` of two arrays `(batch, tokens)`.
    private void copy(int index, int[] inputs, int[] targets, int row) {
        if (index < 0 || index >= size()) {
            throw new IllegalArgumentException(
                    "index must be below %d examples, got %d".formatted(size(), index));
        }
        long start = (long) index * stride;
        sequence.copy(start, inputs, row * context, context);
        sequence.copy(start + 1, targets, row * context, context);
    }
}
