package llm.classify;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/// What a text may be.
///
/// @param labels        the classes
/// @param probabilities of each; the sum is 1
public record Prediction(Labels labels, double... probabilities) {

    /// The number of the most likely class; the first of several.
    public int number() {
        return IntStream.range(0, probabilities.length).reduce(
                (best, other) -> probabilities[other] > probabilities[best] ? other : best)
                .orElseThrow();
    }

    /// Its name.
    public String label() {
        return labels.name(number());
    }

    /// Each class's probability by its name.
    public Map<String, Double> byLabel() {
        Map<String, Double> all = new LinkedHashMap<>();
        for (int i = 0; i < probabilities.length; i++) {
            all.put(labels.name(i), probabilities[i]);
        }
        return all;
    }
}
