package llm.classify;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Weighs the n-grams of a text: those that it has often and few other texts have weigh most.
///
/// `weight = (1 + ln tf) · idf`, with `idf = ln((1 + texts) / (1 + df)) + 1`; `tf` counts the
/// n-gram in the text, `df` the texts that have it. The weights of a text are then scaled to a
/// vector of length 1, so that a long text does not count more than a short one.
/// Source: Manning, Raghavan, Schütze (2008), Introduction to Information Retrieval, §6.2 to 6.4;
/// the smoothing is scikit-learn's.
public final class TfIdf {
    private final Map<String, Double> idf;

    private TfIdf(Map<String, Double> idf) {
        this.idf = idf;
    }

    /// Learns which n-grams there are, and how many texts have them.
    ///
    /// @param fewest n-grams that fewer texts have are left out
    public static TfIdf fit(List<String> texts, int fewest) {
        Map<String, Integer> df = new HashMap<>();
        for (String text : texts) {
            for (String ngram : new HashSet<>(NGrams.of(text))) {
                df.merge(ngram, 1, Integer::sum);
            }
        }
        Map<String, Double> idf = new HashMap<>();
        df.forEach((ngram, count) -> {
            if (count >= fewest) {
                idf.put(ngram, Math.log((1.0 + texts.size()) / (1 + count)) + 1);
            }
        });
        return new TfIdf(idf);
    }

    /// How many n-grams are known.
    public int size() {
        return idf.size();
    }

    /// The weights of those n-grams of a text that are known, in the order of the text.
    public Map<String, Double> weights(String text) {
        Map<String, Double> weights = new LinkedHashMap<>();
        for (String ngram : NGrams.of(text)) {
            if (idf.containsKey(ngram)) {
                weights.merge(ngram, 1.0, Double::sum);      // tf
            }
        }
        weights.replaceAll((ngram, tf) -> (1 + Math.log(tf)) * idf.get(ngram));
        double length = Math.sqrt(weights.values().stream().mapToDouble(w -> w * w).sum());
        weights.replaceAll((_, weight) -> weight / length);
        return weights;
    }
}
