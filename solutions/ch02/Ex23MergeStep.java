import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

/// Exercise 2.3: one merge step of byte-pair encoding.
///
/// **Why.** A word that occurs `c` times adds `c` for each place of a pair, so it is enough to look
/// at different words. The rule for ties makes the result a function of the text: a map
/// may list its pairs in any order. Merging from the left uses up both tokens of a place, so the
/// next one begins behind them.
///
/// **Complexity.** O(n) for the `n` tokens of all different words, in counting and in merging; O(p)
/// to choose from `p` pairs. A trainer keeps the counts up to date instead of counting anew.
///
/// **Common mistakes.** Counting each word once; leaving ties to chance; comparing joined texts,
/// for which `ab` `z` is above `abc` `a`; joining overlapping places, or the first place only.
public final class Ex23MergeStep {
    private Ex23MergeStep() {}

    public static Map<List<String>, Integer> countPairs(Map<List<String>, Integer> words) {
        Map<List<String>, Integer> counts = new HashMap<>();
        words.forEach((tokens, count) -> {
            for (int i = 0; i + 1 < tokens.size(); i++) {
                counts.merge(List.of(tokens.get(i), tokens.get(i + 1)), count, Integer::sum);
            }
        });
        return counts;
    }

    public static List<String> mostFrequent(Map<List<String>, Integer> counts) {
        return Collections.max(counts.entrySet(), Entry.<List<String>, Integer>comparingByValue()
                .thenComparing(entry -> entry.getKey().get(0))
                .thenComparing(entry -> entry.getKey().get(1))).getKey();
    }

    public static List<String> merge(List<String> tokens, List<String> pair) {
        List<String> merged = new ArrayList<>();
        for (int i = 0; i < tokens.size(); ) {
            boolean here = i + 1 < tokens.size() && tokens.subList(i, i + 2).equals(pair);
            merged.add(here ? pair.get(0) + pair.get(1) : tokens.get(i));
            i += here ? 2 : 1;
        }
        return merged;
    }
}
