package llm.text.dataset;

import llm.tensor.IntTensor;

/// Examples that are trained on together.
///
/// @param inputs  the ids the model reads, `(batch, tokens)`
/// @param targets the ids it should predict, `(batch, tokens)`: at each place the input after it
public record Batch(IntTensor inputs, IntTensor targets) {

    /// @throws IllegalArgumentException if they are not of one shape of rank 2
    public Batch {
        if (inputs.shape().rank() != 2 || !inputs.shape().equals(targets.shape())) {
            throw new IllegalArgumentException(
                    "inputs and targets must both be (batch, tokens), got %s and %s"
                            .formatted(inputs.shape(), targets.shape()));
        }
    }
}
