import java.util.ArrayList;
import java.util.List;

public final class Ex24MergeRanks {
    public static List<String> encode(String word, List<List<String>> merges) {
        List<String> tokens = new ArrayList<>();
        for (char b : word.toCharArray()) {
            tokens.add(String.valueOf(b));
        }
        while (true) {
            int best = -1;
            int bestRank = -1;
            for (int i = 0; i + 1 < tokens.size(); i++) {
                int rank = merges.indexOf(List.of(tokens.get(i), tokens.get(i + 1)));
                if (rank > bestRank) {
                    best = i;
                    bestRank = rank;
                }
            }
            if (best < 0) {
                return tokens;
            }
            tokens.set(best, tokens.get(best) + tokens.remove(best + 1));
        }
    }
}
