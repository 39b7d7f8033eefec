package llm.text.dataset;

/// Examples that are trained on together. Both arrays are `(batch, tokens)`, row-major: position
/// `t` of row `b` is at `b * tokens + t`.
///
/// @param inputs  the ids the model reads
/// @param targets the ids it should predict: at each place the input after it
/// @param batch   the number of examples
/// @param tokens  ids per example
public record Batch(int[] inputs, int[] targets, int batch, int tokens) {

    public Batch {
        if (inputs.length != batch * tokens || targets.length != batch * tokens) {
            throw new IllegalArgumentException(
                    ("inputs and targets must hold batch × tokens ids, "
                            + "got %d and %d, batch=%d, tokens=%d")
                            .formatted(inputs.length, targets.length, batch, tokens));
        }
    }
}
