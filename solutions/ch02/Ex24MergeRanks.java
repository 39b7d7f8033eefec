import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Exercise 2.4: encoding a word by the ranks of its pairs.
///
/// **Why.** Training joined its pairs everywhere in the order of the list. To get the tokens that
/// the model has seen, encoding repeats that order: the lowest rank first, wherever it stands. It
/// needs to look at the pairs in the word only, not at all merges there are.
///
/// **Complexity.** A word of `n` bytes has at most `n − 1` merges, and each looks at all pairs:
/// O(n²). Words are short, so this is fast; the library takes a heap for long ones, O(n log n).
///
/// **Common mistakes.** Joining the leftmost pair that is a merge; taking the longest known token
/// from the left, as other tokenizers do; forgetting that a joined token makes new pairs.
public final class Ex24MergeRanks {
    private Ex24MergeRanks() {}

    public static List<String> encode(String word, List<List<String>> merges) {
        Map<List<String>, Integer> ranks = new HashMap<>();
        merges.forEach(pair -> ranks.put(pair, ranks.size()));
        List<String> tokens = new ArrayList<>();
        for (char b : word.toCharArray()) {
            tokens.add(String.valueOf(b));
        }
        for (int best = best(tokens, ranks); best >= 0; best = best(tokens, ranks)) {
            String right = tokens.remove(best + 1);
            tokens.set(best, tokens.get(best) + right);
        }
        return tokens;
    }

    /// Where the pair of the lowest rank begins; −1 if no pair is a merge.
    private static int best(List<String> tokens, Map<List<String>, Integer> ranks) {
        int best = -1;
        int lowest = Integer.MAX_VALUE;
        for (int i = 0; i + 1 < tokens.size(); i++) {
            int rank = ranks.getOrDefault(tokens.subList(i, i + 2), Integer.MAX_VALUE);
            if (rank < lowest) {
                lowest = rank;
                best = i;
            }
        }
        return best;
    }
}
