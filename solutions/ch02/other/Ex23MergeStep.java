import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// With streams and a sorted map; a merge looks back at the token that was written last.
public final class Ex23MergeStep {
    private Ex23MergeStep() {}

    public static Map<List<String>, Integer> countPairs(Map<List<String>, Integer> words) {
        return words.entrySet().stream()
                .flatMap(word -> IntStream.range(1, word.getKey().size()).mapToObj(i ->
                        Map.entry(List.copyOf(word.getKey().subList(i - 1, i + 1)),
                                word.getValue())))
                .collect(Collectors.groupingBy(Entry::getKey,
                        Collectors.summingInt(Entry::getValue)));
    }

    public static List<String> mostFrequent(Map<List<String>, Integer> counts) {
        TreeMap<Integer, TreeMap<String, TreeMap<String, List<String>>>> sorted = new TreeMap<>();
        counts.forEach((pair, count) -> sorted.computeIfAbsent(count, _ -> new TreeMap<>())
                .computeIfAbsent(pair.get(0), _ -> new TreeMap<>()).put(pair.get(1), pair));
        return sorted.lastEntry().getValue().lastEntry().getValue().lastEntry().getValue();
    }

    public static List<String> merge(List<String> tokens, List<String> pair) {
        List<String> merged = new ArrayList<>();
        boolean open = false;                               // whether the last token is unmerged
        for (String token : tokens) {
            if (open && token.equals(pair.get(1)) && merged.getLast().equals(pair.get(0))) {
                merged.set(merged.size() - 1, pair.get(0) + token);
                open = false;
            } else {
                merged.add(token);
                open = true;
            }
        }
        return merged;
    }
}
