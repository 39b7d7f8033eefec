package llm.model.decode;


/// Makes tokens that already stand in the text less likely: a positive score is divided by the
/// penalty, a negative one multiplied. Source: Keskar et al. (2019), §4.1.
///
/// @param penalty above 0 and finite; 1 changes nothing
public record RepetitionPenalty(double penalty) implements LogitsProcessor {

    public RepetitionPenalty {
        if (!(penalty > 0 && penalty < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "repetition penalty must be above 0 and finite, got " + penalty);
        }
    }

    @Override
    public void apply(float[] logits, TokenHistory history) {
        history.occurred().stream().forEach(id -> {
            double factor = logits[id] < 0 ? penalty : 1 / penalty;
            logits[id] = (float) (logits[id] * factor);
        });
    }
}
