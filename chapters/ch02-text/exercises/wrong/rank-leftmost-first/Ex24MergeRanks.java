import java.util.ArrayList;
import java.util.List;

public final class Ex24MergeRanks {
    public static List<String> encode(String word, List<List<String>> merges) {
        List<String> tokens = new ArrayList<>();
        for (char b : word.toCharArray()) {
            tokens.add(String.valueOf(b));
        }
        int i = 0;
        while (i + 1 < tokens.size()) {
            if (merges.contains(tokens.subList(i, i + 2))) {
                tokens.set(i, tokens.get(i) + tokens.remove(i + 1));
                i = 0;
            } else {
                i++;
            }
        }
        return tokens;
    }
}
