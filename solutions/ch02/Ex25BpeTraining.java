import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Exercise 2.5: training byte-pair encoding.
///
/// **Why.** Pieces come first, so no pair can lie across two of them. Equal pieces stay equal in
/// all merges, so each is kept once with its count. Then the step of exercise 2.3 is repeated:
/// count, choose, join. Bytes as the first tokens make every text one that can be learned from.
///
/// **Complexity.** O(m · n) for `m` merges and `n` bytes of all different pieces, as each round
/// counts anew. Only the neighbours of joined places change, so a trainer for large texts updates
/// those counts and keeps the pairs in a queue; that is the way of the library's `PairCounts`.
///
/// **Common mistakes.** Merging across pieces; dropping the space that begins a word; starting from
/// chars, of which most are no bytes; expecting a pair where none is left.
public final class Ex25BpeTraining {
    private static final Pattern PIECE = Pattern.compile(" ?\\S+|\\s+");

    private Ex25BpeTraining() {}

    public static List<List<String>> train(String text, int merges) {
        Map<List<String>, Integer> words = new HashMap<>();
        for (String piece : PIECE.matcher(text).results().map(MatchResult::group).toList()) {
            String bytes = new String(piece.getBytes(StandardCharsets.UTF_8),
                    StandardCharsets.ISO_8859_1);
            words.merge(List.of(bytes.split("")), 1, Integer::sum);
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

    /// Empty if there is no pair.
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
