package llm.model.decode;

import java.util.Map;

/// Adds to the scores of single tokens: −100 as good as bans one, 100 as good as forces it.
///
/// @param biases what is added, by token id
public record LogitBias(Map<Integer, Float> biases) implements LogitsProcessor {

    public LogitBias {
        biases = Map.copyOf(biases);
    }

    /// @throws IllegalArgumentException if there is no token of an id
    @Override
    public void apply(float[] logits, TokenHistory history) {
        biases.forEach((id, bias) -> {
            if (id < 0 || id >= logits.length) {
                throw new IllegalArgumentException("a biased token must be in [0, %d), got %d"
                        .formatted(logits.length, id));
            }
            logits[id] += bias;
        });
    }
}
