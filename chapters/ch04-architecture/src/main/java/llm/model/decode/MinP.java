package llm.model.decode;

/// Keeps tokens at least `minP` times as likely as the most likely one.
/// Source: Nguyen et al. (2024), §3.
///
/// @param minP in `[0, 1]`
public record MinP(double minP) implements LogitsProcessor {

    public MinP {
        if (!(minP >= 0 && minP <= 1)) {
            throw new IllegalArgumentException("min-p must be in [0, 1], got " + minP);
        }
    }

    @Override
    public void apply(float[] logits, TokenHistory history) {
        float largest = Probabilities.max(logits);
        Probabilities.removeBelow(logits, (float) (largest + Math.log(minP)));
    }
}
