package llm.model.decode;

/// Divides the scores: below 1 the likely tokens gain, above 1 the unlikely ones.
///
/// @param temperature above 0
public record Temperature(double temperature) implements LogitsProcessor {

    public Temperature {
        if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("temperature must be above 0 and finite, got "
                    + temperature);
        }
    }

    @Override
    public void apply(float[] logits, TokenHistory history) {
        for (int id = 0; id < logits.length; id++) {
            logits[id] = (float) (logits[id] / temperature);
        }
    }
}
