package llm.classify;

import llm.tensor.IntTensor;

/// Texts that are read together, and what they are.
///
/// @param ids    `(batch, tokens)`, shorter texts filled up at the end
/// @param labels the numbers of their classes, `(batch)`
public record ClassificationBatch(IntTensor ids, IntTensor labels) {

    public ClassificationBatch {
        if (ids.shape().rank() != 2 || labels.shape().rank() != 1
                || ids.size(0) != labels.size(0)) {
            throw new IllegalArgumentException(
                    "ids must be (batch, tokens) and labels (batch), got %s and %s"
                            .formatted(ids.shape(), labels.shape()));
        }
    }
}
