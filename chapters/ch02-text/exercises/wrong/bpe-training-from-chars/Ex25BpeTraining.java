import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

public final class Ex25BpeTraining {
    private static final Pattern PIECE = Pattern.compile(" ?\\S+|\\s+");

    public static List<List<String>> train(String text, int merges) {
        Map<List<String>, Integer> words = new HashMap<>();
        for (String piece : PIECE.matcher(text).results().map(MatchResult::group).toList()) {
            words.merge(List.of(piece.split("")), 1, Integer::sum);
        }
        List<List<String>> learned = new ArrayList<>();
        while (learned.size() < merges) {
            List<String> best = mostFrequent(countPairs(words));
            if (best.isEmpty()) {
                break;
            }
            Map<List<String>, Integer> next = new HashMap<>();
            words.forEach((tokens, count) -> next.put(merge(tokens, best), count));
            words = next;
            learned.add(best);
        }
        return learned;
    }

    private static Map<List<String>, Integer> countPairs(Map<List<String>, Integer> words) {
        Map<List<String>, Integer> counts = new HashMap<>();
        words.forEach((tokens, count) -> {
            for (int i = 0; i + 1 < tokens.size(); i++) {
                counts.merge(List.of(tokens.get(i), tokens.get(i + 1)), count, Integer::sum);
            }
        });
        return counts;
    }

    private static List<String> mostFrequent(Map<List<String>, Integer> counts) {
        return counts.entrySet().stream()
                .max(Map.Entry.<List<String>, Integer>comparingByValue()
                        .thenComparing(entry -> entry.getKey().get(0))
                        .thenComparing(entry -> entry.getKey().get(1)))
                .map(Map.Entry::getKey).orElse(List.of());
    }

    private static List<String> merge(List<String> tokens, List<String> pair) {
        List<String> merged = new ArrayList<>();
        for (int i = 0; i < tokens.size(); ) {
            boolean here = i + 1 < tokens.size() && tokens.subList(i, i + 2).equals(pair);
            merged.add(here ? pair.get(0) + pair.get(1) : tokens.get(i));
            i += here ? 2 : 1;
        }
        return merged;
    }
}
