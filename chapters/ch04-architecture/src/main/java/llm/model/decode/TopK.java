package llm.model.decode;

import java.util.PriorityQueue;

/// Keeps the `k` most likely tokens. Source: Fan et al. (2018), §5.4.
///
/// @param k 1 or more; more than the vocabulary keeps all
public record TopK(int k) implements LogitsProcessor {

    public TopK {
        if (k < 1) {
            throw new IllegalArgumentException("top-k must be 1 or more, got " + k);
        }
    }

    @Override
    public void apply(float[] logits, TokenHistory history) {
        if (k >= logits.length) {
            return;
        }
        PriorityQueue<Float> largest = new PriorityQueue<>(k);
        for (float logit : logits) {
            if (largest.size() < k) {
                largest.add(logit);
            } else if (logit > largest.element()) {
                largest.poll();
                largest.add(logit);
            }
        }
        Probabilities.removeBelow(logits, largest.element());
    }
}
