import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

public final class Ex24MergeRanks {
    public static List<String> encode(String word, List<List<String>> merges) {
        Set<String> vocabulary = new HashSet<>();
        for (List<String> pair : merges) {
            vocabulary.add(pair.get(0) + pair.get(1));
        }
        List<String> tokens = new ArrayList<>();
        int start = 0;
        while (start < word.length()) {
            int end = word.length();
            while (end - start > 1 && !vocabulary.contains(word.substring(start, end))) {
                end--;
            }
            tokens.add(word.substring(start, end));
            start = end;
        }
        return tokens;
    }
}
