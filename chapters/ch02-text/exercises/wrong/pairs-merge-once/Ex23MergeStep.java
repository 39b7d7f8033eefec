import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

public final class Ex23MergeStep {
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
        return Collections.max(counts.keySet(),
                Comparator.<List<String>, Integer>comparing(counts::get)
                        .thenComparing(List::getFirst).thenComparing(List::getLast));
    }

    public static List<String> merge(List<String> tokens, List<String> pair) {
        int at = Collections.indexOfSubList(tokens, pair);
        List<String> merged = new ArrayList<>(tokens);
        if (at >= 0) {
            merged.set(at, String.join("", pair));
            merged.remove(at + 1);
        }
        return merged;
    }
}
